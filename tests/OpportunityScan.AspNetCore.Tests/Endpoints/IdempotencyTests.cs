using System.Net;
using Microsoft.Extensions.Time.Testing;
using OpportunityScan.Storage.InMemory;

namespace OpportunityScan.AspNetCore.Tests.Endpoints;

public sealed class IdempotencyTests
{
    private static readonly (string, string) Key = ("Idempotency-Key", "order-17");

    [Fact]
    public async Task The_same_start_with_the_same_key_is_the_same_scan()
    {
        await using var site = await ScanSite.StartAsync(new AskedStrategy("gap", "symbol"));
        var ann = site.Client();

        var first = await ann.DiscoverAsync("""{"symbols": ["IBM", "BA"], "force_refresh": true}""", Key);
        await ann.EndAsync((string)first.Json["scan_id"]!);
        var second = await ann.DiscoverAsync("""{"symbols": "BA,IBM", "force_refresh": true}""", Key);

        first.Status.Should().Be(HttpStatusCode.Accepted, first.Text);
        second.Status.Should().Be(HttpStatusCode.Accepted, second.Text);
        ((string)second.Json["scan_id"]!).Should().Be((string)first.Json["scan_id"]!);
        ((string)second.Json["status"]!).Should().Be("complete");
    }

    [Fact]
    public async Task Many_starts_at_once_with_one_key_are_one_scan()
    {
        await using var site = await ScanSite.StartAsync(new GatedStrategy("gap"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => site.Client().DiscoverAsync("{}", Key)));

        var (started, underWay) = (answers.Where(a => a.Status == HttpStatusCode.Accepted).ToList(), answers.Where(a => a.Status == HttpStatusCode.Conflict).ToList());
        started.Should().NotBeEmpty();
        started.Select(a => (string)a.Json["scan_id"]!).Distinct(StringComparer.Ordinal).Should().ContainSingle();
        (started.Count + underWay.Count).Should().Be(20);
        (await site.Client().DiscoverAsync("{}", Key)).Json["scan_id"]!.ToString().Should().Be((string)started[0].Json["scan_id"]!);
    }

    [Fact]
    public async Task A_key_whose_first_start_is_not_answered_yet_is_in_conflict()
    {
        var (begun, released, isFirst) = (new TaskCompletionSource(), new TaskCompletionSource(), true);
        var store = new FaultyScanStore(new InMemoryScanStore(new InMemoryStoreOptions(), TimeProvider.System))
        {
            OnCreate = async create =>
            {
                if (!isFirst) return await create();
                isFirst = false;
                begun.SetResult();
                await released.Task;
                return await create();
            },
        };
        await using var site = await ScanSite.StartAsync(new SiteSetup { Store = store }, new GatedStrategy("gap"));

        var first = site.Client().DiscoverAsync("{}", Key);
        await Limit.Within(begun.Task);
        var second = await site.Client().DiscoverAsync("{}", ("Idempotency-Key", "\"order-17\""));
        var other = await site.Client("bob").DiscoverAsync("{}", Key);
        released.SetResult();

        (second.Status, second.Code, second.Header("Retry-After")).Should().Be((HttpStatusCode.Conflict, "idempotency_conflict", "1"));
        (await first).Status.Should().Be(HttpStatusCode.Accepted);
        other.Status.Should().Be(HttpStatusCode.Accepted, "that is a key of somebody else");
        (await site.Client().DiscoverAsync("{}", Key)).Status.Should().Be(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("order-17", "\"order-17\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    public async Task A_key_in_quotes_is_the_same_key(string plain, string quoted)
    {
        await using var site = await ScanSite.StartAsync(new GatedStrategy("gap"));

        var first = await site.Client().DiscoverAsync("{}", ("Idempotency-Key", plain));
        var second = await site.Client().DiscoverAsync("{}", ("Idempotency-Key", quoted));

        second.Status.Should().Be(HttpStatusCode.Accepted, second.Text);
        ((string)second.Json["scan_id"]!).Should().Be((string)first.Json["scan_id"]!);
    }

    [Fact]
    public async Task Another_body_with_the_same_key_is_refused()
    {
        await using var site = await ScanSite.StartAsync(new AskedStrategy("gap", "symbol"));
        await site.Client().DiscoverAsync("""{"symbols": "IBM"}""", Key);

        var refused = await site.Client().DiscoverAsync("""{"symbols": "BA"}""", Key);

        refused.Status.Should().Be(HttpStatusCode.UnprocessableEntity, refused.Text);
        refused.Code.Should().Be("idempotency_mismatch");
        ((string)refused.Json["errors"]![0]!["field"]!).Should().Be("Idempotency-Key");
    }

    [Fact]
    public async Task A_key_of_one_owner_means_nothing_to_another()
    {
        await using var site = await ScanSite.StartAsync(new GatedStrategy("gap"));

        var ann = await site.Client().DiscoverAsync("{}", Key);
        var bob = await site.Client("bob").DiscoverAsync("{}", Key);

        ((string)bob.Json["scan_id"]!).Should().NotBe((string)ann.Json["scan_id"]!);
    }

    [Fact]
    public async Task A_key_whose_scan_has_expired_is_gone()
    {
        var clock = new FakeTimeProvider();
        await using var site = await ScanSite.StartAsync(new SiteSetup { Clock = clock }, Sample.Finds("gap"));
        var first = await site.Client().DiscoverAsync("{}", Key);
        await site.Client().EndAsync((string)first.Json["scan_id"]!);
        clock.Advance(TimeSpan.FromHours(2));

        var late = await site.Client().DiscoverAsync("{}", Key);

        late.Status.Should().Be(HttpStatusCode.Gone, late.Text);
        late.Code.Should().Be("expired");
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("LONG")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    [InlineData("\"open")]
    [InlineData("\"a\" b")]
    [InlineData("\"a\\b\"")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));
        var value = key is "LONG" ? new string('k', 256) : key;

        var refused = await site.Client().DiscoverAsync("{}", ("Idempotency-Key", value));

        refused.Status.Should().Be(HttpStatusCode.BadRequest, refused.Text);
        ((string)refused.Json["errors"]![0]!["field"]!).Should().Be("Idempotency-Key");
    }

    [Fact]
    public async Task The_longest_key_is_taken()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));

        (await site.Client().DiscoverAsync("{}", ("Idempotency-Key", new string('k', 255)))).Status.Should().Be(HttpStatusCode.Accepted);
    }
}
