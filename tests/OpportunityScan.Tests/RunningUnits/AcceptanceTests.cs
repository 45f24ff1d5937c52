using System.Globalization;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.Logging.Testing;
using OpportunityScan.Diagnostics;
using OpportunityScan.Ranking;
using OpportunityScan.Running;
using OpportunityScan.Storage;
using OpportunityScan.Tests.Ranking;
using static OpportunityScan.Tests.Ranking.OpportunityGen;

namespace OpportunityScan.Tests.RunningUnits;

public sealed class AcceptanceTests : IDisposable
{
    private readonly ScanMetrics _metrics = new();
    private static readonly string Longest = new('x', 64);

    public static TheoryData<string, string, Func<Opportunity, Opportunity?>> Violations => new()
    {
        { RejectionReasons.Null, "null", static _ => null },
        { RejectionReasons.Text, "The type '' must not be empty.", static o => o with { Type = "" } },
        { RejectionReasons.Text, "The type null must not be empty.", static o => o with { Type = null! } },
        { RejectionReasons.Text, "The symbol ' ' must not be empty.", static o => o with { Symbol = " " } },
        { RejectionReasons.Text, "at most 256 characters, but has 257", static o => o with { Symbol = new string('x', 257) } },
        { RejectionReasons.Text, "U+000A at position 1", static o => o with { Symbol = "I\nBM" } },
        { RejectionReasons.Text, "unpaired surrogate at position 0", static o => o with { Symbol = "\udc00" } },
        { RejectionReasons.Text, "The exchange null must not be empty.", static o => o with { Exchange = null! } },
        { RejectionReasons.Text, "The exchange", static o => o with { Exchange = Longest + "x" } },
        { RejectionReasons.Text, "The timeframe '' must not be empty.", static o => o with { Timeframe = "" } },
        { RejectionReasons.Confidence, "The confidence 85 must be from 0 to 1.", static o => o with { Confidence = 85 } },
        { RejectionReasons.Confidence, "The confidence -0.1 must be from 0 to 1.", static o => o with { Confidence = -0.1 } },
        { RejectionReasons.Confidence, "The confidence NaN", static o => o with { Confidence = double.NaN } },
        { RejectionReasons.Confidence, "must be from 0 to 1", static o => o with { Confidence = double.PositiveInfinity } },
        { RejectionReasons.Profit, "The profit potential -0.01 must not be negative.", static o => o with { ProfitPotential = -0.01m } },
        { RejectionReasons.Capital, "The required capital -1 must not be negative.", static o => o with { RequiredCapital = -1 } },
        { RejectionReasons.Side, "The side 3 is unknown.", static o => o with { Side = (Side)3 } },
        { RejectionReasons.Side, "The side -1 is unknown.", static o => o with { Side = (Side)(-1) } },
        { RejectionReasons.Risk, "The risk level 4 is unknown.", static o => o with { Risk = (RiskLevel)4 } },
        { RejectionReasons.Risk, "The risk level -1 is unknown.", static o => o with { Risk = (RiskLevel)(-1) } },
        { RejectionReasons.Expiry, "before it was discovered", static o => o with { ExpiresAt = o.DiscoveredAt.AddTicks(-1) } },
        { RejectionReasons.Expiry, "before it was discovered", static o => o with { DiscoveredAt = default, ExpiresAt = Noon.AddTicks(-1) } },
        { RejectionReasons.Expiry, "It expired at", static o => o with { DiscoveredAt = Noon.AddHours(-1), ExpiresAt = Noon } },
        { RejectionReasons.Metadata, "of kind Array", static o => o with { Metadata = Json("[]") } },
        { RejectionReasons.Metadata, "of kind Null", static o => o with { Metadata = Json("null") } },
        { RejectionReasons.Metadata, "of kind Undefined", static o => o with { Metadata = default(JsonElement) } },
        { RejectionReasons.Metadata, "19 bytes; at most 18", static o => o with { Metadata = Json("""{"a":"23456789012"}""") } },
        { RejectionReasons.Metadata, "emit a clone", static o => o with { Metadata = Disposed() } },
        { RejectionReasons.Metadata, "deeper than 3", static o => o with { Metadata = Json("""{"a":[{"b":[]}]}""") } },
        { RejectionReasons.Metadata, "a name twice", static o => o with { Metadata = Json("""{"a":1,"a":2}""") } },
        { RejectionReasons.Metadata, "a name twice", static o => o with { Metadata = Json("""{"a":1,"\u0061":2}""") } },
        { RejectionReasons.Metadata, "no reader can hold", static o => o with { Metadata = Json("""{"a":1e400}""") } },
        { RejectionReasons.Metadata, "unpaired surrogate", static o => o with { Metadata = Json("""{"a":"\ud83d"}""") } },
        { RejectionReasons.Metadata, "unpaired surrogate", static o => o with { Metadata = Json("""{"\udc00":1}""") } },
        { RejectionReasons.Metadata, "not well-formed UTF-8", static o => o with { Metadata = JsonDocument.Parse((byte[])[.. "{\"a\":\""u8, 0xFF, .. "\"}"u8]).RootElement } },
    };

    public static TheoryData<Func<Opportunity, Opportunity>> Valid => new()
    {
        static o => o,
        static o => o with { Type = Longest, Symbol = new string('x', 256), Exchange = Longest, Timeframe = Longest },
        static o => o with { Symbol = "東京 😀 é", Exchange = "" },
        static o => o with { Confidence = 0, ProfitPotential = 0, RequiredCapital = 0, EntryPrice = 0, ExitPrice = 0 },
        static o => o with { Confidence = 1, ProfitPotential = decimal.MaxValue, RequiredCapital = decimal.MaxValue },
        static o => o with { Risk = RiskLevel.VeryHigh, Side = Side.Sell, ExpiresAt = Noon.AddTicks(1) },
        static o => o with { DiscoveredAt = default, ExpiresAt = Noon.AddTicks(1) },
        static o => o with { EntryPrice = -1.5m, ExitPrice = -0.5m },
        static o => o with { DiscoveredAt = DateTimeOffset.MinValue.AddDays(1), ExpiresAt = DateTimeOffset.MaxValue },
        static o => o with { Metadata = Json("{}") },
        static o => o with { Metadata = Json("""{"a":"2345678901"}""") },
    };

    [Theory]
    [MemberData(nameof(Violations))]
    [Trait("Incident", "C2")]
    public void A_broken_rule_is_named_with_the_value(string reason, string message, Func<Opportunity, Opportunity?> spoil)
    {
        var violation = Violation(spoil(Of("IBM")));

        violation.Should().NotBeNull();
        violation!.Value.Reason.Should().Be(reason);
        violation.Value.Message.Should().Contain(message).And.EndWith(".").And.NotContain("\n");
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void What_breaks_no_rule_is_accepted(Func<Opportunity, Opportunity> change) =>
        Violation(change(Of("IBM"))).Should().BeNull();

    [Fact]
    public void Every_rule_has_an_example_here_but_those_that_need_a_whole_run()
    {
        var all = typeof(RejectionReasons).GetFields().Select(static f => (string)f.GetRawConstantValue()!);

        Violations.Select(static row => (string)row[0]).Distinct(StringComparer.Ordinal).Should().BeEquivalentTo(all.Except([RejectionReasons.TooMany, RejectionReasons.NotStored], StringComparer.Ordinal));
    }

    [Fact]
    public void The_message_about_a_number_reads_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };

            Violation(Of("IBM") with { Confidence = -0.5 })!.Value.Message.Should().Contain("-0.5");
            Violation(Of("IBM") with { ProfitPotential = -0.5m })!.Value.Message.Should().Contain("-0.5");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    [Trait("Incident", "E1")]
    public void What_is_accepted_is_read_back_the_same_to_the_last_digit()
    {
        OpportunityGen.Wild.Sample(
            wild =>
            {
                var emitted = wild with { ExpiresAt = wild.ExpiresAt > Noon ? wild.ExpiresAt : null };
                if (Accept(emitted, out _) is not { } accepted) return false;
                var read = AcceptedOpportunity.Read(accepted.Utf8);
                return accepted.Size == accepted.Utf8.Length && string.Equals(Exactly(read.Value), Exactly(accepted.Value), StringComparison.Ordinal)
                    && accepted.Value.DiscoveredAt.EqualsExact(emitted.DiscoveredAt.ToUniversalTime());
            },
            iter: 5_000);
    }

    [Theory]
    [InlineData("""{"a":/* why */1,"b":[1,2,],}""", """{"a":1,"b":[1,2]}""")]
    [InlineData("""{ "a" : "\u0041\n" }""", """{"a":"A\n"}""")]
    [InlineData("""{"a":1.50,"b":-0.0}""", """{"a":1.50,"b":-0.0}""")]
    [Trait("Incident", "E1")]
    public void Metadata_are_kept_as_plain_compact_json(string emitted, string kept)
    {
        using var document = JsonDocument.Parse(emitted, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });

        Accept(Of("IBM") with { Metadata = document.RootElement }, out _, maxMetadataBytes: 100)!.Value.Metadata!.Value.GetRawText().Should().Be(kept);
    }

    public void Dispose() => _metrics.Dispose();

    private OpportunityRules.Violation? Violation(Opportunity? emitted) => Accept(emitted, out var violation) is null ? violation : null;

    private AcceptedOpportunity? Accept(Opportunity? emitted, out OpportunityRules.Violation violation, int maxMetadataBytes = 18)
    {
        var options = new OpportunityScanOptions { Limits = { MaxMetadataBytes = maxMetadataBytes, MaxMetadataDepth = 3 } };
        var ranker = new SafeRanker(DefaultRanker.Instance, new FakeLogger(), _metrics);
        return new Acceptance(options, ranker, keepsBytes: true).Accept(emitted, new StrategyId("s1"), Noon, out violation);
    }

    /// <summary>Every field with its last digit: the sign of a zero, the scale of a decimal, the offset of an instant.</summary>
    private static string Exactly(Opportunity o) => string.Create(
        CultureInfo.InvariantCulture,
        $"{o with { Metadata = null }} {BitConverter.DoubleToInt64Bits(o.Confidence)} {BitConverter.DoubleToInt64Bits(o.Score)} {o.DiscoveredAt:O} {o.ExpiresAt:O} {o.Metadata?.GetRawText()}");

    private static JsonElement Disposed()
    {
        var document = JsonDocument.Parse("{}");
        document.Dispose();
        return document.RootElement;
    }
}
