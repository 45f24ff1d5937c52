using ScanWeb.Tests.Clients;
using ScanWeb.Tests.Processes;
using Xunit.Abstractions;

namespace ScanWeb.Tests.Workers;

/// <summary>Four processes on one Redis behind nginx, which asks them in turn; one is killed in the middle.</summary>
public sealed class ManyWorkersTests(ITestOutputHelper output)
{
    private const int Workers = 4;
    private const int Clients = 20;
    private const int Seed = 20_261;

    [Fact]
    public async Task Whoever_polls_is_never_told_not_found_and_never_sees_progress_go_back()
    {
        await using var deployment = await Deployment.StartAsync(Workers);
        using var trader1 = await ApiClient.SignInAsync(deployment.Address);
        using var trader2 = await ApiClient.SignInAsync(deployment.Address, ApiClient.Trader2);
        var clients = Enumerable.Range(0, Clients).Select(i => new PollingClient(i % 2 == 0 ? trader1 : trader2)).ToList();

        var runs = clients.ConvertAll(client => client.RunAsync());
        await Bound.UntilAsync(() => Task.FromResult(clients.Count(client => client.Polls > 5)), polling => polling == Clients);
        await deployment.KillAsync(1);
        await Task.WhenAll(runs);

        output.WriteLine($"{clients.Sum(c => c.Polls)} polls, {clients.Sum(c => c.Lost)} without an answer.");
        clients.SelectMany(client => client.Faults).Should().BeEmpty();
        clients.Select(client => client.ScanId).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Whoever_streams_and_is_dropped_resumes_at_another_worker_and_always_sees_the_end()
    {
        await using var deployment = await Deployment.StartAsync(Workers, "--latency", "300ms");
        using var client = await ApiClient.SignInAsync(deployment.Address);
        var readers = new List<EventReader>();
        for (var i = 0; i < Clients / 2; i++)
        {
            var started = await client.PostAsync($"{ApiClient.Scans}/discover", new { force_refresh = true });
            readers.Add(new EventReader(client, started.Text("scan_id")));
            readers.Add(new EventReader(client, started.Text("scan_id")));
        }

        var chance = new Random(Seed);
        var ends = readers.ConvertAll(reader => reader.ToEndAsync(Drops));
        await Bound.UntilAsync(
            () => Task.FromResult(readers.Zip(ends).Count(pair => pair.First.Opened > 1 || pair.Second.IsCompleted)), // one that ended at once is not dropped any more
            droppedOrEnded => droppedOrEnded == readers.Count);
        await deployment.KillAsync(2);
        var terminal = await Task.WhenAll(ends);

        output.WriteLine($"{readers.Sum(r => r.Versions.Count)} events over {readers.Sum(r => r.Opened)} streams.");
        terminal.Should().OnlyContain(scan => scan.GetProperty("status").ValueEquals("complete"));
        foreach (var reader in readers)
        {
            reader.Versions.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
            reader.Percentages.Should().BeInAscendingOrder();
            reader.Refusals.Where(refusal => refusal[..3] is not ("502" or "503" or "504")).Should().BeEmpty(
                "a worker that is gone, or a machine that is too busy, is all that may go wrong");
        }

        int Drops()
        {
            lock (chance) return chance.Next(1, 3);
        }
    }

    [Fact]
    public async Task A_worker_that_is_stopped_gives_its_scans_to_another_and_ends_open_streams()
    {
        await using var deployment = await Deployment.StartAsync(2, "--latency", "300ms");
        var first = deployment.Workers[0];
        using var atFirst = await ApiClient.SignInAsync(first.Address);
        var started = await atFirst.PostAsync($"{ApiClient.Scans}/discover", new { force_refresh = true });
        var events = new Uri($"{ApiClient.Scans}/events/{started.Text("scan_id")}", UriKind.Relative);
        using var stream = await atFirst.Http.GetAsync(events, HttpCompletionOption.ResponseHeadersRead);
        using var elsewhere = new ApiClient(deployment.Workers[1].Address, atFirst.Token);

        await first.SignalAsync("TERM");
        await first.EndedAsync();

        first.ExitCode.Should().Be(0);
        var end = await new EventReader(elsewhere, started.Text("scan_id")).ToEndAsync(() => int.MaxValue);
        end.GetProperty("status").GetString().Should().Be("complete");
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_process_that_is_asked_to_stop_does_so_with_0_and_complains_of_nothing(string signal)
    {
        await using var process = await WebProcess.StartAsync("--latency", "1s");
        using var client = await ApiClient.SignInAsync(process.Address);
        await client.PostAsync($"{ApiClient.Scans}/discover", new { force_refresh = true });

        await process.SignalAsync(signal);
        await process.EndedAsync();

        process.ExitCode.Should().Be(0);
        process.Errors.Should().NotContain("xception");
    }
}
