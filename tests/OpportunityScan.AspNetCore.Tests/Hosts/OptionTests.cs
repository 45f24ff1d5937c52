using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace OpportunityScan.AspNetCore.Tests.Hosts;

public sealed class OptionTests
{
    public static TheoryData<Action<OpportunityScanHttpOptions>, string> Wrong { get; } = new()
    {
        { o => o.ReuseMaxAge = TimeSpan.FromSeconds(-1), "OpportunityScanHttpOptions.ReuseMaxAge is -00:00:01; it must be from 00:00:00 to 365.00:00:00." },
        { o => o.PollingInterval = TimeSpan.Zero, "OpportunityScanHttpOptions.PollingInterval is 00:00:00; it must be from 00:00:00.1000000 to 01:00:00." },
        { o => o.LongPollLimit = TimeSpan.FromHours(1), "OpportunityScanHttpOptions.LongPollLimit is 01:00:00; it must be from 00:00:00 to 00:10:00." },
        { o => o.KeepAlive = TimeSpan.Zero, "OpportunityScanHttpOptions.KeepAlive is 00:00:00; it must be from 00:00:00.1000000 to 00:10:00." },
        { o => o.MaxBodyBytes = 100, "OpportunityScanHttpOptions.MaxBodyBytes is 100; it must be from 1024 to 16777216." },
        { o => o.MaxPageSize = 0, "OpportunityScanHttpOptions.MaxPageSize is 0; it must be from 1 to 100000." },
        { o => o.Owner = null!, "OpportunityScanHttpOptions.Owner is null; it must say whose scans a request is about." },
        { o => o.Parameters["Leverage"] = "x", "OpportunityScanHttpOptions.Parameters has the field 'Leverage'; it must have 1 to 64 lower-case letters, digits and '_'." },
        { o => o.Parameters["force_refresh"] = "x", "OpportunityScanHttpOptions.Parameters has the field 'force_refresh', which has a meaning already; choose another name." },
        { o => o.Parameters["leverage"] = " ", "OpportunityScanHttpOptions.Parameters has no parameter name for the field 'leverage'; it must not be empty." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task An_option_that_breaks_a_rule_is_named_when_the_endpoints_are_mapped(Action<OpportunityScanHttpOptions> configure, string message)
    {
        await using var app = Build(s => s.AddAuthorization().AddOpportunityScanning());

        app.Invoking(a => a.MapOpportunityScanning(configure: configure)).Should().Throw<ArgumentException>().WithMessage(message + "*");
    }

    [Fact]
    public async Task A_host_without_the_library_is_told_what_is_missing()
    {
        await using var app = Build(s => s.AddAuthorization());

        app.Invoking(a => a.MapOpportunityScanning()).Should().Throw<InvalidOperationException>().WithMessage("*services.AddOpportunityScanning()*");
    }

    [Fact]
    public async Task A_host_without_authorization_is_told_what_is_missing()
    {
        await using var app = Build(s => s.AddOpportunityScanning());

        app.Invoking(a => a.MapOpportunityScanning()).Should().Throw<InvalidOperationException>().WithMessage("*services.AddAuthorization()*");
        app.Invoking(a => a.MapOpportunityScanning(configure: o => o.RequireAuthorization = false)).Should().NotThrow();
    }

    [Fact]
    public async Task A_host_that_can_authenticate_nobody_is_told_so_when_it_maps_and_not_when_the_first_client_comes()
    {
        await using var none = Build(s => s.AddAuthorization().AddAuthentication().Services.AddOpportunityScanning());
        await using var some = Build(s => s.AddAuthorization().AddAuthentication().AddBearerToken().Services.AddOpportunityScanning());

        none.Invoking(a => a.MapOpportunityScanning()).Should().Throw<InvalidOperationException>().WithMessage("*services.AddAuthentication()*");
        none.Invoking(a => a.MapOpportunityScanning(configure: o => o.RequireAuthorization = false)).Should().NotThrow();
        some.Invoking(a => a.MapOpportunityScanning()).Should().NotThrow();
    }

    private static WebApplication Build(Action<IServiceCollection> services)
    {
        var builder = WebApplication.CreateSlimBuilder();
        services(builder.Services);
        return builder.Build();
    }
}
