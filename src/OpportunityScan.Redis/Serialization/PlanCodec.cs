using System.Text.Json;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Serialization;

/// <summary>Plans to bytes and back.</summary>
internal static class PlanCodec
{
    internal static byte[] Write(ScanPlan plan) => JsonSerializer.SerializeToUtf8Bytes(
        new PlanWire
        {
            Owner = plan.Key.Owner.Value,
            Id = plan.Key.Id.Value,
            Incarnation = string.Equals(plan.Incarnation, plan.Key.Id.Value, StringComparison.Ordinal) ? null : plan.Incarnation,
            Fingerprint = plan.Fingerprint.Value,
            Parameters = Write(plan.Parameters),
            Labels = plan.Labels.Count == 0 ? null : Write(plan.Labels),
            Strategies = [.. plan.Strategies.Select(static s => new StrategyWire(s.Id.Value, s.Name, s.Version, s.Timeout.Ticks))],
            Deadline = plan.Deadline.Ticks,
            QueueTimeout = plan.QueueTimeout.Ticks,
            Retention = plan.Retention.Ticks,
            TombstoneRetention = plan.TombstoneRetention.Ticks,
            MaxAttempts = plan.MaxAttempts,
        },
        WireContext.Compact.PlanWire);

    internal static ScanPlan Read(RedisValue bytes)
    {
        var wire = JsonSerializer.Deserialize(((ReadOnlyMemory<byte>)bytes).Span, WireContext.Compact.PlanWire)!;
        return new ScanPlan
        {
            Key = new ScanKey(new OwnerId(wire.Owner), new ScanId(wire.Id)),
            Incarnation = wire.Incarnation ?? wire.Id,
            Fingerprint = new Fingerprint(wire.Fingerprint),
            Parameters = Read(wire.Parameters),
            Labels = wire.Labels is null ? ScanParameters.Empty : Read(wire.Labels),
            Strategies = [.. wire.Strategies.Select(static s => new PlannedStrategy(new StrategyId(s.Id), s.Name, s.Version, TimeSpan.FromTicks(s.Timeout)))],
            Deadline = TimeSpan.FromTicks(wire.Deadline),
            QueueTimeout = TimeSpan.FromTicks(wire.QueueTimeout),
            Retention = TimeSpan.FromTicks(wire.Retention),
            TombstoneRetention = TimeSpan.FromTicks(wire.TombstoneRetention),
            MaxAttempts = wire.MaxAttempts,
        };
    }

    private static Dictionary<string, string[]> Write(ScanParameters parameters) =>
        parameters.Names.ToDictionary(static n => n, n => parameters[n].ToArray(), StringComparer.Ordinal);

    private static ScanParameters Read(Dictionary<string, string[]> wire)
    {
        var parameters = ScanParameters.Empty;
        foreach (var (name, values) in wire) parameters = parameters.With(name, values);
        return parameters;
    }
}
