using System.Globalization;
using System.Text.Json;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Serialization;

/// <summary>
/// Outcomes to text and back: a line that scripts read (status, attempt, found, progress, strategy, and unless both are 0 rejected and merged), and on
/// a second line, where there is more to say, the rest as JSON.
/// </summary>
internal static class OutcomeCodec
{
    /// <summary>Beyond its range, so that scripts refuse it as the machine does.</summary>
    private const string OutOfRange = "9";

    /// <summary>What stands for no outcome at all; scripts refuse it as the machine does.</summary>
    internal const string Nothing = "9 0 0 9 ";

    /// <summary>The second line of a strategy that had its scan canceled before its turn.</summary>
    internal static string SkippedByCancel { get; } = Rest(new StrategyOutcome
    {
        Strategy = default,
        ErrorCode = StrategyErrorCodes.ScanCanceled,
        Message = "The scan was canceled before this strategy's turn.",
    })!;

    /// <summary>A strategy before its first turn.</summary>
    internal static string Pending(StrategyId strategy) => "0 0 0 - " + strategy.Value;

    internal static string Write(StrategyOutcome outcome)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{(int)outcome.Status} {outcome.Attempt} {outcome.Found} {Progress(outcome.Progress)} {outcome.Strategy.Value}");
        if (outcome.Rejected != 0 || outcome.Merged != 0) line += string.Create(CultureInfo.InvariantCulture, $" {outcome.Rejected} {outcome.Merged}");
        return Rest(outcome) is { } rest ? line + "\n" + rest : line;
    }

    internal static StrategyOutcome Read(RedisValue stored)
    {
        var text = stored.ToString();
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var line = end < 0 ? text : text[..end];
        var parts = line.Split(' ');
        var first = new StrategyOutcome
        {
            Strategy = new StrategyId(parts[4]),
            Status = Status(parts[0]),
            Attempt = int.Parse(parts[1], CultureInfo.InvariantCulture),
            Found = int.Parse(parts[2], CultureInfo.InvariantCulture),
            Progress = parts[3] is "-" ? null : double.Parse(parts[3], CultureInfo.InvariantCulture),
            Rejected = parts.Length > 6 ? int.Parse(parts[5], CultureInfo.InvariantCulture) : 0,
            Merged = parts.Length > 6 ? int.Parse(parts[6], CultureInfo.InvariantCulture) : 0,
        };
        return end < 0 ? first : WithRest(first, JsonSerializer.Deserialize(text.AsSpan(end + 1), WireContext.Compact.OutcomeWire)!);
    }

    private static StrategyStatus Status(string stored)
    {
        var status = (StrategyStatus)int.Parse(stored, CultureInfo.InvariantCulture);
        return Enum.IsDefined(status) ? status : throw new InvalidDataException($"There is no strategy status {stored}.");
    }

    private static string Progress(double? progress) => progress switch
    {
        null => "-",
        >= 0 and <= 1 => progress.Value.ToString("R", CultureInfo.InvariantCulture),
        _ => OutOfRange,
    };

    private static string? Rest(StrategyOutcome o)
    {
        var wire = new OutcomeWire
        {
            StartedAt = o.StartedAt?.UtcTicks,
            Elapsed = o.Elapsed?.Ticks,
            Rejections = o.Rejections.IsDefaultOrEmpty ? null : [.. o.Rejections.Select(static r => new RejectionWire(r.Reason, r.Count, r.Example))],
            ErrorCode = o.ErrorCode,
            Message = o.Message,
            Detached = o.Detached,
        };
        return wire == new OutcomeWire() ? null : JsonSerializer.Serialize(wire, WireContext.Compact.OutcomeWire);
    }

    private static StrategyOutcome WithRest(StrategyOutcome outcome, OutcomeWire rest) => outcome with
    {
        StartedAt = rest.StartedAt is { } started ? new DateTimeOffset(started, TimeSpan.Zero) : null,
        Elapsed = rest.Elapsed is { } elapsed ? TimeSpan.FromTicks(elapsed) : null,
        Rejected = Math.Max(outcome.Rejected, rest.Rejected), // earlier versions had it here
        Rejections = rest.Rejections is null ? [] : [.. rest.Rejections.Select(static r => new Rejection(r.Reason, r.Count, r.Example))],
        ErrorCode = rest.ErrorCode,
        Message = rest.Message,
        Detached = rest.Detached,
    };
}
