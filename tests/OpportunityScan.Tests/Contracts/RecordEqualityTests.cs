using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using OpportunityScan.State;
using OpportunityScan.Storage;

namespace OpportunityScan.Tests.Contracts;

/// <summary>A record promises that it equals another one of the same parts. A list, a set or JSON in it must not break that.</summary>
public sealed class RecordEqualityTests
{
    private static readonly Type[] Exported = typeof(ScanId).Assembly.GetExportedTypes();

    public static TheoryData<Type> Records => [.. Exported.Where(static t => IsRecord(t) && !t.IsAbstract)];

    [Theory]
    [MemberData(nameof(Records))]
    public void Records_of_equal_parts_are_equal(Type record)
    {
        var (one, same) = (Part(record, 1)!, Part(record, 1)!);

        one.Equals(same).Should().BeTrue($"a {record.Name} is a value");
        one.GetHashCode().Should().Be(same.GetHashCode());
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Records_that_differ_in_any_part_are_not_equal(Type record)
    {
        foreach (var property in Settable(record))
        {
            var (one, other) = (Part(record, 1)!, Part(record, 1)!);
            property.SetValue(other, Part(property.PropertyType, 2));

            one.Equals(other).Should().BeFalse($"{record.Name}.{property.Name} differs");
        }
    }

    [Fact]
    public void Json_is_equal_when_it_says_the_same()
    {
        Opportunity With(string? json) => (Opportunity)Part(typeof(Opportunity), 1)! with { Metadata = json is null ? null : JsonDocument.Parse(json).RootElement };

        With("""{ "a": 1, "b": [true] }""").Should().Be(With("""{"b":[true],"a":1}"""));
        With("""{"a":1}""").Should().NotBe(With("""{"a":2}"""));
        With("{}").Should().NotBe(With(null));
        (With(null) with { Metadata = default(JsonElement) }).Should().NotBe(With("{}"));
    }

    [Fact]
    public void Sets_that_tell_texts_apart_in_other_ways_are_not_equal()
    {
        var exact = new ResultsFilter { Types = ["a"] };
        var relaxed = new ResultsFilter { Types = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "a") };

        exact.Should().NotBe(relaxed);
        relaxed.Should().NotBe(exact);
        relaxed.Should().Be(new ResultsFilter { Types = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "A") });
        relaxed.GetHashCode().Should().Be(new ResultsFilter { Types = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "A") }.GetHashCode());
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void No_record_has_a_part_twice(Type record)
    {
        if (record.IsSubclassOf(typeof(ScanEvent)))
            record.GetProperties().Where(static p => p.PropertyType == typeof(DateTimeOffset)).Should().ContainSingle("a second time could differ from the one that counts");
    }

    [Fact]
    public void A_list_that_is_missing_is_not_an_empty_one()
    {
        var empty = new ScanRequest(new OwnerId("owner"));

        (empty with { Strategies = default }).Should().NotBe(empty);
        (empty with { Strategies = default }).Should().Be(empty with { Strategies = default });
    }

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is not null;

    private static IEnumerable<PropertyInfo> Settable(Type record) => record.GetProperties().Where(static p => p.SetMethod is { IsPublic: true });

    /// <summary>A part of a type: another object each time, the same value for the same number.</summary>
    private static object? Part(Type type, int number)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Part(underlying, number);
        if (type.IsEnum) return Enum.GetValues(type).GetValue(number - 1);
        if (type.IsGenericType && string.Equals(type.Namespace, typeof(ImmutableArray).Namespace, StringComparison.Ordinal)) return Collection(type, number);
        return type.Name switch
        {
            nameof(String) => "text" + number,
            nameof(Int32) => number,
            nameof(Int64) => (long)number,
            nameof(Double) => number / 4d,
            nameof(Decimal) => (decimal)number,
            nameof(Boolean) => number == 2,
            nameof(TimeSpan) => TimeSpan.FromSeconds(number),
            nameof(DateTimeOffset) => DateTimeOffset.UnixEpoch.AddDays(number),
            nameof(JsonElement) => JsonDocument.Parse($$"""{"a":{{number}}}""").RootElement,
            nameof(StrategySet) => new StrategySet((new StrategyId("s"), "v" + number)),
            nameof(AcceptedOpportunity) => AcceptedOpportunity.Of((Opportunity)Part(typeof(Opportunity), number)!),
            "Func`2" => number == 1 ? One : Two,
            nameof(ScanParameters) => ScanParameters.Empty.With("a", "text" + number),
            nameof(ScanSnapshot) => new ScanSnapshot((ScanState)Part(typeof(ScanState), number)!, [(Opportunity)Part(typeof(Opportunity), number)!], null),
            nameof(LookupTrace) => LookupTrace.Start(["policy"]).Next((LookupVerdict)number),
            nameof(ScanQuery) => ScanQuery.ById(new OwnerId("owner"), new ScanId("id" + number)),
            nameof(StartMode) => StartMode.Reuse(TimeSpan.FromSeconds(number)),
            nameof(LookupAnswer) => LookupAnswer.Found((ScanSnapshot)Part(typeof(ScanSnapshot), number)!),
            nameof(ScanProgress) => ScanProgress.Of([(StrategyOutcome)Part(typeof(StrategyOutcome), number)!]),
            _ => Composed(type, number),
        };
    }

    private static readonly Func<ScanParameters, double> One = static _ => 1;
    private static readonly Func<ScanParameters, double> Two = static _ => 2;

    private static object? Composed(Type type, int number)
    {
        var constructor = type.GetConstructors().OrderBy(static c => c.GetParameters().Length).Last(c => c.GetParameters() is not [{ } only] || only.ParameterType != type);
        var made = constructor.Invoke([.. constructor.GetParameters().Select(p => Part(p.ParameterType, number))]);
        foreach (var property in IsRecord(type) ? Settable(type) : []) property.SetValue(made, Part(property.PropertyType, number));
        return made;
    }

    private static object Collection(Type type, int number)
    {
        var item = type.GetGenericArguments()[0];
        var items = Array.CreateInstance(item, 1);
        items.SetValue(Part(item, number), 0);
        var factory = type.Name.StartsWith(nameof(ImmutableArray), StringComparison.Ordinal) ? typeof(ImmutableArray) : typeof(ImmutableHashSet);
        return factory.GetMethods()
            .Single(m => string.Equals(m.Name, "CreateRange", StringComparison.Ordinal) && m.GetGenericArguments().Length == 1 && m.GetParameters() is [{ ParameterType.Name: "IEnumerable`1" }])
            .MakeGenericMethod(item).Invoke(null, [items])!;
    }
}
