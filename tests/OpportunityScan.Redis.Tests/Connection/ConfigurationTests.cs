using Microsoft.Extensions.DependencyInjection;
using OpportunityScan.Redis.Connection;
using OpportunityScan.Redis.DependencyInjection;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.Connection;

/// <summary>What the host has set about its connection stays, and what cannot work is refused.</summary>
public sealed class ConfigurationTests
{
    [Fact, Trait("Incident", "E4")]
    public void What_the_host_has_set_is_kept()
    {
        var policy = new ExponentialRetry(50, 60_000);
        using var sockets = new SocketManager("host");
        var configuration = new ConfigurationOptions
        {
            EndPoints = { "127.0.0.1:1" },
            AbortOnConnectFail = true,
            ConnectRetry = 7,
            ReconnectRetryPolicy = policy,
            BacklogPolicy = new BacklogPolicy { QueueWhileDisconnected = true },
            AsyncTimeout = 5_000, // what it would be anyway, and still the host's word
            SyncTimeout = 1_234,
            SocketManager = sockets,
        };

        var kept = RedisSource.Settled(configuration, new RedisStoreOptions());

        kept.Should().NotBeSameAs(configuration);
        (kept.AbortOnConnectFail, kept.ConnectRetry, kept.AsyncTimeout, kept.SyncTimeout).Should().Be((true, 7, 5_000, 1_234));
        kept.ReconnectRetryPolicy.Should().BeSameAs(policy);
        kept.SocketManager.Should().BeSameAs(sockets);
        kept.BacklogPolicy.Should().BeSameAs(configuration.BacklogPolicy);
    }

    [Fact, Trait("Incident", "E4")]
    public void What_a_configuration_string_says_is_kept()
    {
        var kept = RedisSource.Settled(
            ConfigurationOptions.Parse("127.0.0.1:1,abortConnect=true,connectRetry=5,asyncTimeout=777,syncTimeout=888"), new RedisStoreOptions());

        (kept.AbortOnConnectFail, kept.ConnectRetry, kept.AsyncTimeout, kept.SyncTimeout).Should().Be((true, 5, 777, 888));
    }

    [Fact]
    public void What_nobody_has_set_is_what_the_store_needs()
    {
        var configuration = new ConfigurationOptions { EndPoints = { "127.0.0.1:1" } };

        var settled = RedisSource.Settled(configuration, new RedisStoreOptions { CommandTimeout = TimeSpan.FromSeconds(2) });

        (settled.AbortOnConnectFail, settled.ConnectRetry, settled.AsyncTimeout, settled.SyncTimeout).Should().Be((false, 1, 2_000, 2_000));
        settled.ReconnectRetryPolicy.Should().BeOfType<LinearRetry>();
        settled.BacklogPolicy.Should().BeSameAs(BacklogPolicy.FailFast);
        configuration.SocketManager.Should().BeNull("the host's object is not written to");
    }

    [Theory, InlineData(Proxy.Twemproxy), InlineData(Proxy.Envoyproxy), Trait("Incident", "E4")]
    public void A_proxy_is_refused_with_the_reason(Proxy proxy)
    {
        var parts = new ConfigurationOptions { EndPoints = { "127.0.0.1:1" }, Proxy = proxy };
        foreach (var options in new[] { new RedisStoreOptions { ConfigurationOptions = parts }, new RedisStoreOptions { Configuration = $"127.0.0.1:1,proxy={proxy}" } })
            new RedisStoreOptionsValidator().Validate(null, options).Failures.Should().ContainSingle().Which.Should().Contain($"names a proxy ({proxy})");

        var services = new ServiceCollection();
        services.AddStackExchangeRedisCache(o => o.ConfigurationOptions = parts);
        services.AddOpportunityScanning().UseRedisStore();
        using var provider = services.BuildServiceProvider();
        provider.Invoking(static p => p.GetRequiredService<Storage.IScanStore>()).Should().Throw<InvalidOperationException>().WithMessage($"*names a proxy ({proxy})*");
    }
}
