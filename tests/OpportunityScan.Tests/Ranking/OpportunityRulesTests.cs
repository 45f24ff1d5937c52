using System.Globalization;
using System.Text;
using System.Text.Json;
using OpportunityScan.Ranking;
using static OpportunityScan.Tests.Ranking.OpportunityGen;

namespace OpportunityScan.Tests.Ranking;

public sealed class OpportunityRulesTests
{
    private const int MaxMetadataBytes = 16;
    private static readonly string Longest = new('x', 64);

    public static TheoryData<string, string, Func<Opportunity, Opportunity?>> Violations => new()
    {
        { RejectionReasons.Null, "null", static _ => null },
        { RejectionReasons.Text, "The type '' must not be empty.", static o => o with { Type = "" } },
        { RejectionReasons.Text, "The type null must not be empty.", static o => o with { Type = null! } },
        { RejectionReasons.Text, "The symbol ' ' must not be empty.", static o => o with { Symbol = " " } },
        { RejectionReasons.Text, "at most 64 characters, but has 65", static o => o with { Symbol = Longest + "x" } },
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
        { RejectionReasons.Price, "The entry price -1.5 must not be negative.", static o => o with { EntryPrice = -1.5m } },
        { RejectionReasons.Price, "The exit price -1 must not be negative.", static o => o with { ExitPrice = -1 } },
        { RejectionReasons.Side, "The side 3 is unknown.", static o => o with { Side = (Side)3 } },
        { RejectionReasons.Side, "The side -1 is unknown.", static o => o with { Side = (Side)(-1) } },
        { RejectionReasons.Risk, "The risk level 4 is unknown.", static o => o with { Risk = (RiskLevel)4 } },
        { RejectionReasons.Risk, "The risk level -1 is unknown.", static o => o with { Risk = (RiskLevel)(-1) } },
        { RejectionReasons.Expiry, "before it was discovered", static o => o with { ExpiresAt = o.DiscoveredAt.AddTicks(-1) } },
        { RejectionReasons.Expiry, "before it was discovered", static o => o with { DiscoveredAt = default, ExpiresAt = Noon.AddTicks(-1) } },
        { RejectionReasons.Metadata, "of kind Array", static o => o with { Metadata = Json("[]") } },
        { RejectionReasons.Metadata, "of kind Null", static o => o with { Metadata = Json("null") } },
        { RejectionReasons.Metadata, "of kind Undefined", static o => o with { Metadata = default(JsonElement) } },
        { RejectionReasons.Metadata, "17 bytes; at most 16", static o => o with { Metadata = Json("""{"a":"234567890"}""") } },
        { RejectionReasons.Metadata, "emit a clone", static o => o with { Metadata = Disposed() } },
    };

    public static TheoryData<Func<Opportunity, Opportunity>> Valid => new()
    {
        static o => o,
        static o => o with { Type = Longest, Symbol = Longest, Exchange = Longest, Timeframe = Longest },
        static o => o with { Symbol = "東京 😀 é", Exchange = "" },
        static o => o with { Confidence = 0, ProfitPotential = 0, RequiredCapital = 0, EntryPrice = 0, ExitPrice = 0 },
        static o => o with { Confidence = 1, ProfitPotential = decimal.MaxValue, RequiredCapital = decimal.MaxValue },
        static o => o with { Risk = RiskLevel.VeryHigh, Side = Side.Sell, ExpiresAt = o.DiscoveredAt },
        static o => o with { DiscoveredAt = default, ExpiresAt = Noon },
        static o => o with { DiscoveredAt = DateTimeOffset.MinValue.AddDays(1), ExpiresAt = DateTimeOffset.MaxValue },
        static o => o with { Metadata = Json("{}") },
        static o => o with { Metadata = Json("""{"a":"23456789"}""") },
    };

    [Theory]
    [MemberData(nameof(Violations))]
    [Trait("Incident", "C2")]
    public void A_broken_rule_is_named_with_the_value(string reason, string message, Func<Opportunity, Opportunity?> spoil)
    {
        var violation = OpportunityRules.Check(spoil(Of("IBM")), MaxMetadataBytes, Noon);

        violation.Should().NotBeNull();
        violation!.Value.Reason.Should().Be(reason);
        violation.Value.Message.Should().Contain(message).And.EndWith(".").And.NotContain("\n");
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void What_breaks_no_rule_is_accepted(Func<Opportunity, Opportunity> change) =>
        OpportunityRules.Check(change(Of("IBM")), MaxMetadataBytes, Noon).Should().BeNull();

    [Fact]
    public void Every_rule_has_an_example_here_but_the_one_that_needs_a_whole_run()
    {
        var all = typeof(RejectionReasons).GetFields().Select(static f => (string)f.GetRawConstantValue()!);

        Violations.Select(static row => (string)row[0]).Distinct(StringComparer.Ordinal).Should().BeEquivalentTo(all.Except([RejectionReasons.TooMany], StringComparer.Ordinal));
    }

    [Fact]
    public void The_message_about_a_number_reads_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };

            OpportunityRules.Check(Of("IBM") with { Confidence = -0.5 }, MaxMetadataBytes, Noon)!.Value.Message.Should().Contain("-0.5");
            OpportunityRules.Check(Of("IBM") with { ProfitPotential = -0.5m }, MaxMetadataBytes, Noon)!.Value.Message.Should().Contain("-0.5");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_size_counts_utf8_bytes_of_texts_and_metadata_and_64_for_the_rest()
    {
        var full = Of("東京") with { Type = "é", Exchange = "NYSE", Timeframe = "1d", Metadata = Json("""{"k":"é"}""") };

        OpportunityRules.Size(full).Should().Be(64 + 6 + 2 + 4 + 2 + Encoding.UTF8.GetByteCount("""{"k":"é"}"""));
        OpportunityRules.Size(Of("IBM") with { Type = "t" }).Should().Be(64 + 3 + 1);
    }

    private static JsonElement Disposed()
    {
        var document = JsonDocument.Parse("{}");
        document.Dispose();
        return document.RootElement;
    }
}
