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
            Parameters = plan.Parameters.Names.ToDictionary(static n => n, n => plan.Parameters[n].ToArray(), StringComparer.Ordinal),
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
        var parameters = ScanParameters.Empty;
        foreach (var (name, values) in wire.Parameters) parameters = parameters.With(name, values);
        return new ScanPlan
        {
            Key = new ScanKey(new OwnerId(wire.Owner), new ScanId(wire.Id)),
            Incarnation = wire.Incarnation ?? wire.Id,
            Fingerprint = new Fingerprint(wire.Fingerprint),
            Parameters = parameters,
            Strategies = [.. wire.Strategies.Select(static s => new PlannedStrategy(new StrategyId(s.Id), s.Name, s.Version, TimeSpan.FromTicks(s.Timeout)))],
            Deadline = TimeSpan.FromTicks(wire.Deadline),
            QueueTimeout = TimeSpan.FromTicks(wire.QueueTimeout),
            Retention = TimeSpan.FromTicks(wire.Retention),
            TombstoneRetention = TimeSpan.FromTicks(wire.TombstoneRetention),
            MaxAttempts = wire.MaxAttempts,
        };
    }
}
