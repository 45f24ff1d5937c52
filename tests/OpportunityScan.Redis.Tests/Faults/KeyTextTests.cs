using System.Collections.Immutable;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Tests.Support;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>Texts of owners and requests have no way into the names of keys and channels.</summary>
public sealed class KeyTextTests
{
    private const string Safe = "0123456789abcdefghijklmnopqrstuvwxyz_:{}";

    public static TheoryData<string> Owners { get; } =
    [
        "{other}", "a\u2028b", "\u2029{a}\u2028", "}{", "a:b:c", "*", "[a-z]?*", "\\*", "a b", "config", "{0}:due", "..", "%0a", "\"'`$(x)",
        new string('ä', 128), string.Concat(Enumerable.Repeat("\U0001F600", 64)), new string('漢', 128),
    ];

    [Theory]
    [MemberData(nameof(Owners))]
    public async Task Names_in_redis_are_of_letters_digits_and_our_own_marks(string owner)
    {
        var connected = await TestServer.Redis.ConnectAsync();
        var prefix = "keytext" + ScanId.New().Value + ":";
        var strategy = new GatedStrategy("a");
        await using var host = await RedisHost.StartAsync(
            static _ => { }, o => (o.Configuration, o.KeyPrefix) = (connected.Endpoints, prefix), new Understanding(strategy, "symbol"));
        var request = new ScanRequest(new OwnerId(owner)) { Parameters = ScanParameters.Empty.With("symbol", owner) };

        var ticket = await host.StartScanAsync(request);
        var watching = host.SeenAsync(ticket.Key, static s => s.IsTerminal);
        await using var admin = await Connections.OpenAsync(connected.AdminEndpoints, isAdmin: true);
        var database = admin.GetDatabase();
        var channels = await Limit.UntilAsync(() => NamesAsync(database, "PUBSUB", "CHANNELS", prefix + "*"), static c => c.Length >= 2);
        var keys = await NamesAsync(database, "KEYS", prefix + "*");
        strategy.Emit(Sample.Opportunity("IBM")).Finish();
        var end = await watching;

        keys.Should().HaveCountGreaterThan(4);
        foreach (var name in keys.Concat(channels).Concat(await NamesAsync(database, "KEYS", prefix + "*")))
            name.Should().Match(n => n.All(static c => Safe.Contains(c, StringComparison.Ordinal)), name);
        (end.Owner, end.Status).Should().Be((new OwnerId(owner), ScanStatus.Completed));
        (await host.Scans.FindAsync(ScanQuery.Latest(new OwnerId(owner)))).Snapshot!.Parameters["symbol"].Should().Equal(owner.Trim());
        (await host.Scans.FindAsync(ScanQuery.ById(new OwnerId("other"), ticket.Id))).Status.Should().Be(LookupStatus.NotFound);
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("{0}:due\r\n*3")]
    public void A_newline_never_gets_that_far(string owner) =>
        FluentActions.Invoking(() => new OwnerId(owner)).Should().Throw<ArgumentException>().WithMessage("*must not contain control characters*");

    private static async Task<ImmutableArray<string>> NamesAsync(IDatabase database, string command, params object[] arguments) =>
        [.. ((RedisValue[])(await database.ExecuteAsync(command, arguments))!).Select(static n => n.ToString())];

    /// <summary>A strategy with a parameter.</summary>
    private sealed class Understanding(GatedStrategy inner, string parameter) : IStrategy
    {
        public StrategyDescriptor Descriptor => inner.Descriptor with { Parameters = [new StrategyParameter(parameter)] };

        public IAsyncEnumerable<Opportunity> ScanAsync(StrategyContext context, CancellationToken cancellationToken) =>
            inner.ScanAsync(context, cancellationToken);
    }
}
