namespace OpportunityScan.Tests.Contracts;

public sealed class IdTests
{
    public static TheoryData<string?, string> BadIds() => new()
    {
        { null, "null must not be empty" },
        { "", "'' must not be empty" },
        { new string('x', 65), "must have at most 64 characters, but has 65" },
        { "a b", "'a b' must consist of ASCII letters, digits, '_', '-' and '.', but has U+0020 at position 1" },
        { "ä", "but has U+00E4 at position 0" },
        { "a\n", "'a\uFFFD' must consist of ASCII letters" },
        { "a/b", "U+002F at position 1" },
    };

    public static TheoryData<string?, string> BadOwners() => new()
    {
        { null, "The owner null must not be empty" },
        { " \t", "must not be empty" },
        { new string('x', 129), "must have at most 128 characters, but has 129" },
        { "a\u0000b", "'a\uFFFDb' must not contain control characters (U+0000 at position 1)" },
    };

    [Theory]
    [MemberData(nameof(BadIds))]
    public void A_bad_id_is_refused_with_value_and_rule(string? text, string message)
    {
        Constructing(() => new ScanId(text!)).Should().Throw<ArgumentException>().WithMessage("The scan id *" + Literal(message) + "*").WithParameterName("value");
        Constructing(() => new StrategyId(text!)).Should().Throw<ArgumentException>().WithMessage("The strategy id *" + Literal(message) + "*");
        ScanId.TryParse(text, out var scan).Should().BeFalse();
        StrategyId.TryParse(text, out var strategy).Should().BeFalse();
        (scan, strategy).Should().Be((default(ScanId), default(StrategyId)));
    }

    [Theory]
    [MemberData(nameof(BadOwners))]
    public void A_bad_owner_is_refused_with_value_and_rule(string? text, string message)
    {
        Constructing(() => new OwnerId(text!)).Should().Throw<ArgumentException>().WithMessage("*" + Literal(message) + "*").WithParameterName("value");
        OwnerId.TryParse(text, out var owner).Should().BeFalse();
        owner.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void An_owner_with_half_a_character_is_refused() // a fact: test runners replace such text in theory data
    {
        Constructing(() => new OwnerId("a\uD800")).Should().Throw<ArgumentException>().WithMessage("*must be well-formed Unicode (unpaired surrogate at position 1)*");
        Constructing(() => new OwnerId("\uDC00a")).Should().Throw<ArgumentException>().WithMessage("*(unpaired surrogate at position 0)*");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("Scan_1.b-C")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void A_good_id_is_kept_as_it_is(string text)
    {
        (new ScanId(text).Value, new ScanId(text).ToString()).Should().Be((text, text));
        (new StrategyId(text).Value, new StrategyId(text).ToString()).Should().Be((text, text));
        ScanId.TryParse(text, out var id).Should().BeTrue();
        id.Should().Be(new ScanId(text));
    }

    [Theory]
    [InlineData("user:42/ü *?[x] 😀")]
    [InlineData("x")]
    public void An_owner_is_free_text(string text)
    {
        OwnerId.TryParse(text, out var owner).Should().BeTrue();
        owner.Should().Be(new OwnerId(text));
        owner.ToString().Should().Be(text);
    }

    [Fact]
    public void A_long_value_is_shown_in_part() =>
        Constructing(() => new OwnerId(new string('x', 1_000))).Should().Throw<ArgumentException>().Which.Message.Length.Should().BeLessThan(150);

    [Fact]
    public void Generated_ids_are_scan_and_32_hexadecimal_digits_and_distinct()
    {
        var ids = Enumerable.Range(0, 1_000).Select(_ => ScanId.New()).ToList();

        ids.Should().OnlyHaveUniqueItems().And.AllSatisfy(id => id.Value.Should().MatchRegex("^scan_[0-9a-f]{32}$"));
    }

    private static Func<T> Constructing<T>(Func<T> construct) => construct;

    private static string Literal(string text) => text.Replace("*", "\\*", StringComparison.Ordinal);
}
