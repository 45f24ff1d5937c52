namespace OpportunityScan.Swarm.Worker;

/// <summary>In what a process of a swarm differs from others.</summary>
[Flags]
internal enum SwarmTraits
{
    None = 0,

    /// <summary>It is of the next version: one strategy finds more, one is gone, one is new.</summary>
    NextVersion = 1,

    /// <summary>Its strategies block their threads, one of them for longer than its scan may run.</summary>
    Blocks = 2,
}
