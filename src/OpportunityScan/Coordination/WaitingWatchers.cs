namespace OpportunityScan.Coordination;

/// <summary>
/// The watchers that wait for the next change, in groups that are woken one after the other. Between groups, whatever else waits for the thread
/// pool has its turn: above all the runner. Whoever leaves leaves nothing here. Not safe for concurrent use: the feed guards it.
/// </summary>
internal sealed class WaitingWatchers
{
    private const int GroupSize = 8;
    private List<Group> _groups = [];

    /// <summary>How many groups there are.</summary>
    internal int Groups => _groups.Count;

    /// <summary>What the watcher is to wait for.</summary>
    internal Group Join()
    {
        if (_groups.Count == 0 || _groups[^1].Count >= GroupSize) _groups.Add(new Group());
        var last = _groups[^1];
        last.Count++;
        return last;
    }

    internal void Leave(Group group)
    {
        if (--group.Count == 0) _groups.Remove(group);
    }

    /// <summary>All that wait; nobody does after that.</summary>
    internal IReadOnlyList<Group> TakeAll()
    {
        var all = _groups;
        _groups = [];
        return all;
    }

    internal sealed class Group
    {
        private readonly TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>How many wait; guarded as the groups are.</summary>
        internal int Count { get; set; }

        internal Task Woken => _woken.Task;

        internal void Wake() => _woken.SetResult();
    }
}
