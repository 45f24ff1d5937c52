using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OpportunityScan.State;

namespace OpportunityScan.Storage.InMemory;

/// <summary>One scan as this store keeps it. Written under the store's lock; <see cref="Snapshot"/> and <see cref="Ranked"/> are read without.</summary>
internal sealed class StoredScan(ScanState first, long order)
{
    private volatile ScanSnapshot? _snapshot;

    internal ScanKey Key { get; } = first.Plan.Key;

    internal RequestKey Request { get; } = new(first.Plan.Key.Owner, first.Plan.Fingerprint);

    internal DateTimeOffset CreatedAt { get; } = first.CreatedAt;

    /// <summary>Breaks ties between equal instants.</summary>
    internal long Order { get; } = order;

    internal ScanState State { get; private set; } = first;

    /// <summary>
    /// What readers see; <c>null</c> before the scan is in every index and once it leaves them, so that it appears to all kinds of lookup,
    /// and disappears from them, in one step.
    /// </summary>
    internal ScanSnapshot? Snapshot => _snapshot;

    internal ChunkLog Found { get; } = new();

    /// <summary>The results of a terminal scan; set before the terminal snapshot is, so whoever sees that one sees them.</summary>
    internal ImmutableArray<AcceptedOpportunity> Ranked { get; private set; } = [];

    /// <summary>Its place in the line of those that wait to be claimed; <c>null</c> while it is not in it.</summary>
    internal LinePlace? Place { get; set; }

    /// <summary>When something is to be done about it, by whichever worker: its lease lapses, or it has waited for too long. <c>null</c> once terminal.</summary>
    internal DateTimeOffset? SeeToAt
    {
        get
        {
            if (State.Status.IsTerminal() || Place is null) return State.DueAt;
            if (State.CancelRequestedAt is { } asked) return asked > State.DueAt ? asked : State.DueAt;
            var last = WaitingRules.LastCall(State);
            return last < DateTimeOffset.MaxValue ? last.AddTicks(1) : last;
        }
    }

    /// <summary>
    /// Under which instant the due agenda has it: never later than it is really due. Renewals leave it as it is; a claim that comes across it
    /// too early moves it on.
    /// </summary>
    internal DateTimeOffset? QueuedFor { get; set; }

    internal LinkedListNode<StoredScan>? InOwner { get; set; }

    internal LinkedListNode<StoredScan>? InRequest { get; set; }

    internal LinkedListNode<StoredScan>? InCompleted { get; set; }

    /// <summary>Its place among the unfinished scans of its request.</summary>
    internal LinkedListNode<StoredScan>? InUnfinished { get; set; }

    internal void Publish(ScanState state, ImmutableArray<Opportunity> top, ScanEstimate? estimate)
    {
        State = state;
        _snapshot = new ScanSnapshot(state, top, estimate);
    }

    /// <summary>Keeps the results in their order, in place of the chunks. To be called before the terminal state is published.</summary>
    /// <param name="ranking">Places of what was found.</param>
    internal void KeepResults(ImmutableArray<int> ranking)
    {
        var found = ChunkLog.Concatenate(Found.View.Span);
        var ranked = new AcceptedOpportunity[ranking.Length];
        for (var i = 0; i < ranked.Length; i++) ranked[i] = found[ranking[i]].WithoutBytes();
        Ranked = ImmutableCollectionsMarshal.AsImmutableArray(ranked);
        Found.Clear();
    }

    internal void Withdraw() => _snapshot = null;
}

/// <summary>What a request is found by.</summary>
internal readonly record struct RequestKey(OwnerId Owner, Fingerprint Fingerprint);
