using System.Collections.Immutable;
using CsCheck;
using OpportunityScan.Planning;
using static OpportunityScan.Tests.Planning.PlanningFixture;

namespace OpportunityScan.Tests.Planning;

public sealed class StrategySelectionTests
{
    private static readonly ImmutableArray<StrategyDescriptor> Registered = [Strategy("c"), Strategy("a"), Strategy("b")];

    [Fact]
    public void No_selection_means_all_in_the_order_of_their_registration() => Selected([]).Should().Equal("c", "a", "b");

    [Fact]
    public void A_default_selection_means_all_too() => Select(default, out _).Should().Equal(Registered);

    [Fact]
    public void However_a_request_lists_strategies_the_selection_is_the_same()
    {
        Gen.Int[0, 2].Array[1, 8].Sample(places =>
        {
            ImmutableArray<StrategyId> wanted = [.. places.Select(p => Registered[p].Id)];
            var expected = Registered.Where(d => wanted.Contains(d.Id));

            Select(wanted, out var errors).Should().Equal(expected);
            errors.Should().BeEmpty();
        });
    }

    [Fact]
    public void Each_unknown_strategy_is_named_once_with_what_is_registered()
    {
        Select([new("zeta"), new("a"), new("beta"), new("zeta")], out var errors).Select(d => d.Id.Value).Should().Equal("a");

        errors.Should().HaveCount(2).And.OnlyContain(e => e.Member == "Strategies" && e.Message.EndsWith("registered are c, a, b."));
        errors[0].Message.Should().Contain("'beta'");
        errors[1].Message.Should().Contain("'zeta'");
    }

    [Fact]
    public void A_default_id_is_unknown() => Errors([default(StrategyId)]).Should().ContainSingle().Which.Message.Should().Contain("''");

    [Fact]
    public void Ids_are_told_apart_by_case() => Errors([new StrategyId("A")]).Should().ContainSingle().Which.Message.Should().Contain("'A'");

    [Fact]
    public void Without_any_registration_the_error_says_what_to_do()
    {
        var errors = ImmutableArray.CreateBuilder<RequestError>();

        StrategySelection.Select([], [], 10, errors).Should().BeEmpty();

        errors.Should().ContainSingle().Which.Message.Should().Contain("AddStrategy");
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(2, 1)]
    public void More_strategies_than_allowed_are_refused_with_both_numbers(int limit, int errors)
    {
        Select([], out var found, limit);

        found.Should().HaveCount(errors);
        if (errors > 0) found[0].Should().Be(new RequestError("Strategies", "The request selects 3 strategies; at most 2 are allowed."));
    }

    [Fact]
    public void The_limit_counts_distinct_strategies()
    {
        Select([new("a"), new("a"), new("a")], out var errors, limit: 1).Should().ContainSingle();

        errors.Should().BeEmpty();
    }

    [Fact]
    public void A_flood_of_unknown_strategies_gets_one_error_and_not_one_each()
    {
        ImmutableArray<StrategyId> flood = [.. Enumerable.Range(0, 1_000).Select(i => new StrategyId($"s{i}"))];

        Errors(flood).Should().ContainSingle().Which.Message.Should().Be("The request names 1000 strategies; at most 256 are allowed.");
    }

    private static IEnumerable<string> Selected(ImmutableArray<StrategyId> wanted) => Select(wanted, out _).Select(d => d.Id.Value);

    private static IReadOnlyList<RequestError> Errors(ImmutableArray<StrategyId> wanted)
    {
        Select(wanted, out var errors);
        return errors;
    }

    private static ImmutableArray<StrategyDescriptor> Select(ImmutableArray<StrategyId> wanted, out IReadOnlyList<RequestError> errors, int limit = 256)
    {
        var found = ImmutableArray.CreateBuilder<RequestError>();
        var selected = StrategySelection.Select(wanted, Registered, limit, found);
        errors = found;
        return selected;
    }
}
