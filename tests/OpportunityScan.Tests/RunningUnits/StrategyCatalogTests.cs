using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpportunityScan.Running;

namespace OpportunityScan.Tests.RunningUnits;

public sealed class StrategyCatalogTests
{
    [Fact]
    public void Strategies_are_listed_in_the_order_of_their_registration_and_found_by_id()
    {
        var catalog = Catalog(Registration("b"), Registration("a"));

        catalog.Descriptors.Select(d => d.Id.Value).Should().Equal("b", "a");
        catalog.Find(new StrategyId("a"), "1")!.Source.Should().Be("a");
        catalog.Find(new StrategyId("a"), "2").Should().BeNull("another version is another strategy");
        catalog.Find(new StrategyId("A"), "1").Should().BeNull();
        catalog.Find(default, "1").Should().BeNull();
    }

    [Fact]
    public void An_empty_catalog_is_none_of_its_business() => Catalog().Descriptors.Should().BeEmpty();

    [Fact]
    public void A_known_descriptor_makes_no_instance() =>
        FluentActions.Invoking(() => Catalog(Registration("a", create: static _ => throw new InvalidOperationException("too early")))).Should().NotThrow();

    [Fact]
    public void A_descriptor_that_throws_is_a_fault_that_names_where_it_came_from()
    {
        var broken = new StrategyRegistration("TheType", null, static _ => throw new InvalidOperationException("boom"), NeedsScope: true);

        FluentActions.Invoking(() => Catalog(Registration("a"), broken)).Should().Throw<OptionsValidationException>().Which.Failures
            .Should().Equal("The strategy TheType could not be created to read its descriptor: InvalidOperationException: boom");
    }

    private static StrategyRegistration Registration(string id, Func<IServiceProvider, IStrategy>? create = null) =>
        new(id, new StrategyDescriptor(new StrategyId(id)), create ?? (static _ => throw new NotSupportedException()), NeedsScope: false);

    private static StrategyCatalog Catalog(params StrategyRegistration[] registrations)
    {
        var services = new ServiceCollection().BuildServiceProvider();
        return new StrategyCatalog(registrations, services.GetRequiredService<IServiceScopeFactory>(), Options.Create(new OpportunityScanOptions()));
    }
}
