using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.Connection;

/// <summary>Where the connection comes from, and that only our own is disposed.</summary>
public sealed class SourceTests : IAsyncLifetime
{
    private RedisProcess _server = null!;
    private ConnectionMultiplexer _connection = null!;

    public async Task InitializeAsync()
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        _server = await RedisProcess.StartAsync();
        _connection = await _server.ConnectAsync(isAdmin: true);
    }

    public async Task DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_configuration_string_makes_a_connection_that_is_disposed_with_the_container()
    {
        await UseAsync(b => b.UseRedisStore(_server.Endpoint + ",name=ours"));

        (await ClientsAsync("ours")).Should().Be(0);
        Keys().Should().Contain(k => k.StartsWith("opportunityscan:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_connection_of_a_factory_is_asked_for_once_and_stays_the_hosts()
    {
        var asked = 0;

        await UseAsync(b => b.UseRedisStore(_ =>
        {
            asked++;
            return Task.FromResult<IConnectionMultiplexer>(_connection);
        }));

        asked.Should().Be(1);
        (await _connection.GetDatabase().PingAsync()).Should().BePositive("it is still open");
    }

    [Fact]
    public async Task A_connection_of_the_container_is_used_and_stays_open()
    {
        await UseAsync(b =>
        {
            b.Services.AddSingleton<IConnectionMultiplexer>(_connection);
            return b.UseRedisStore();
        });

        (await _connection.GetDatabase().PingAsync()).Should().BePositive("it is still open");
        Keys().Should().NotBeEmpty();
    }

    [Fact]
    public async Task The_settings_of_the_hosts_distributed_cache_are_used_with_their_instance_name()
    {
        await UseAsync(b =>
        {
            b.Services.AddStackExchangeRedisCache(o => (o.Configuration, o.InstanceName) = (_server.Endpoint + ",name=ofcache", "shop:"));
            return b.UseRedisStore();
        });

        Keys().Should().NotBeEmpty().And.OnlyContain(k => k.StartsWith("shop:", StringComparison.Ordinal));
        (await ClientsAsync("ofcache")).Should().Be(0, "the store made it from the settings");
    }

    [Fact]
    public async Task Settings_of_a_cache_can_be_passed()
    {
        await UseAsync(b => b.UseRedisStore(new RedisCacheOptions { Configuration = _server.Endpoint, InstanceName = "passed:" }));

        Keys().Should().NotBeEmpty().And.OnlyContain(k => k.StartsWith("passed:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_prefixes_know_nothing_of_each_other()
    {
        await using var one = Build(b => b.UseRedisStore(o => (o.Configuration, o.KeyPrefix) = (_server.Endpoint, "one:")));
        await using var two = Build(b => b.UseRedisStore(o => (o.Configuration, o.KeyPrefix, o.Partitions) = (_server.Endpoint, "two:", 4)));
        var plan = Sample.Plan();
        await CreateAsync(one, plan);

        (await two.GetRequiredService<IScanStore>().FindAsync(plan.Key, default)).Should().BeNull();
        (await one.GetRequiredService<IScanStore>().FindAsync(plan.Key, default)).Should().NotBeNull();
    }

    [Fact]
    public void Without_any_connection_the_error_says_what_to_do()
    {
        using var services = Build(static b => b.UseRedisStore());

        services.Invoking(s => s.GetRequiredService<IScanStore>()).Should().Throw<InvalidOperationException>()
            .WithMessage("The Redis store has no connection: pass a configuration to UseRedisStore, register an IConnectionMultiplexer, or call*");
    }

    [Fact]
    public void A_mistake_in_the_options_shows_when_the_store_is_made()
    {
        using var services = Build(static b => b.UseRedisStore(o => o.Partitions = -1));

        services.Invoking(s => s.GetRequiredService<IScanStore>()).Should().Throw<OptionsValidationException>().WithMessage("*Partitions is -1*");
    }

    [Fact]
    public async Task An_instance_name_that_cannot_be_a_prefix_is_refused()
    {
        await using var services = Build(static b =>
        {
            b.Services.AddStackExchangeRedisCache(static o => (o.Configuration, o.InstanceName) = ("127.0.0.1:1", "{shop}"));
            return b.UseRedisStore();
        });

        services.Invoking(s => s.GetRequiredService<IScanStore>()).Should().Throw<InvalidOperationException>().WithMessage("*'{shop}'*");
    }

    private static async Task UseAsync(Func<IOpportunityScanBuilder, IOpportunityScanBuilder> use)
    {
        await using var services = Build(use);
        var plan = Sample.Plan();
        await CreateAsync(services, plan);
        (await services.GetRequiredService<IScanStore>().FindAsync(plan.Key, default)).Should().NotBeNull();
    }

    private static ServiceProvider Build(Func<IOpportunityScanBuilder, IOpportunityScanBuilder> use)
    {
        var services = new ServiceCollection();
        services.Configure<RedisStoreOptions>(static o => o.CommandTimeout = Connections.CommandTimeout);
        use(services.AddOpportunityScanning());
        return services.BuildServiceProvider();
    }

    private static async Task CreateAsync(ServiceProvider services, ScanPlan plan) =>
        (await services.GetRequiredService<IScanStore>().CreateAsync(new CreateScan { Plan = plan, MaxActivePerOwner = 1 }, default))
            .Status.Should().Be(CreateStatus.Created);

    private List<string> Keys() => [.. _connection.GetServers()[0].Keys().Select(static k => k.ToString())];

    private async Task<int> ClientsAsync(string name) =>
        (await _connection.GetServers()[0].ClientListAsync()).Count(c => c.Name?.StartsWith(name, StringComparison.Ordinal) == true);
}
