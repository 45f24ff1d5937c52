using System.Globalization;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Benchmarks.Measures;

/// <summary>Starting a scan where no worker is, next to a script that writes the same hash.</summary>
internal static class StartMeasure
{
    private const int Operations = 200;
    private const string WriteHash = "return redis.call('HSET', KEYS[1], unpack(ARGV))";

    internal static async Task<Report> RunAsync(Bench bench)
    {
        await using var host = await ScanHost.AskAsync(bench);
        await host.StartScanAsync();
        var stored = (await bench.OnlyHeadAsync()).Fields;
        RedisValue[] payload = [.. stored.SelectMany(static e => new[] { e.Name, e.Value })];
        var database = host.Connection.GetDatabase();
        var hash = await bench.Server.ScriptLoadAsync(WriteHash);
        var number = 0;

        string Next() => (++number).ToString(CultureInfo.InvariantCulture);
        Task StartAsync() => host.StartScanAsync(new OwnerId("owner-" + Next())); // an owner may have a few active ones only
        var commands = await StatusMeasure.CommandsAsync(bench, StartAsync);
        Task WriteAsync() => database.ScriptEvaluateAsync(hash, [(RedisKey)("baseline-" + Next())], payload);
        var writing = Rounds.Text(await bench.ScriptMicrosAsync(WriteAsync, Operations), "N0");
        var starting = Rounds.Text(await bench.ScriptMicrosAsync(StartAsync, Operations), "N0");
        return await Rounds.CompareAsync(
            $"Start of a scan of 14 strategies. Sent for one: {commands}. The server is busy with it for {starting} µs, with the baseline for {writing} µs.",
            Row.OneByOne("EVALSHA that writes the same hash", WriteAsync, Operations),
            Row.OneByOne("StartAsync", StartAsync, Operations, "at most 1.5"));
    }
}
