using Microsoft.Extensions.Options;
using OpportunityScan.Redis.DependencyInjection;

namespace OpportunityScan.Redis.Tests.Connection;

public sealed class OptionsTests
{
    public static TheoryData<Action<RedisStoreOptions>, string> Mistakes => new()
    {
        { static o => o.Partitions = 0, "RedisStoreOptions.Partitions is 0; it must be from 1 to 4096." },
        { static o => o.Partitions = 4_097, "RedisStoreOptions.Partitions is 4097; it must be from 1 to 4096." },
        { static o => o.Database = -2, "RedisStoreOptions.Database is -2; it must be from -1 to 1000000." },
        { static o => o.ReplicaAcknowledgements = 17, "RedisStoreOptions.ReplicaAcknowledgements is 17; it must be from 0 to 16." },
        { static o => o.ReplicaTimeout = TimeSpan.Zero, "RedisStoreOptions.ReplicaTimeout is 00:00:00; it must be from 00:00:00.0010000 to 00:01:00." },
        { static o => o.CommandTimeout = TimeSpan.Zero, "RedisStoreOptions.CommandTimeout is 00:00:00; it must be from 00:00:00.0010000 to 00:10:00." },
        { static o => (o.ReplicaAcknowledgements, o.ReplicaTimeout) = (1, TimeSpan.FromSeconds(3)), "RedisStoreOptions.ReplicaTimeout is 00:00:03; it must be less than the CommandTimeout (00:00:03)." },
        { static o => o.Retries = 11, "RedisStoreOptions.Retries is 11; it must be from 0 to 10." },
        { static o => o.MaxWatchedScans = -1, "RedisStoreOptions.MaxWatchedScans is -1; it must be from 0 to 1000000." },
        { static o => o.KeyPrefix = "", "RedisStoreOptions.KeyPrefix is ''; it must have 1 to 128 characters." },
        { static o => o.KeyPrefix = "a{b", "RedisStoreOptions.KeyPrefix is 'a{b'; it must not contain '{' or '}', which would move keys to other slots of a cluster." },
        { static o => o.Configuration = "ssl=true", "RedisStoreOptions.Configuration names no server; it must name at least one." },
        { static o => o.Configuration = "a:1,password=secret,oops=x", "RedisStoreOptions.Configuration cannot be read; it must be a configuration string of StackExchange.Redis." },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void A_mistake_is_named_with_its_value_and_its_rule(Action<RedisStoreOptions> mistake, string error)
    {
        ArgumentNullException.ThrowIfNull(mistake);
        var options = new RedisStoreOptions();
        mistake(options);

        Validate(options).Failures.Should().Equal(error);
    }

    [Fact]
    public void All_mistakes_are_named() =>
        Validate(new RedisStoreOptions { Partitions = 0, Retries = -1 }).Failures.Should().HaveCount(2);

    [Fact]
    public void The_defaults_are_valid() => Validate(new RedisStoreOptions()).Succeeded.Should().BeTrue();

    private static ValidateOptionsResult Validate(RedisStoreOptions options) => new RedisStoreOptionsValidator().Validate(null, options);
}
