namespace OpportunityScan.Running;

/// <summary>Why a strategy, or a whole run, is told to stop.</summary>
internal enum StopKind
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>The strategy's own timeout passed.</summary>
    Timeout,

    /// <summary>The scan's deadline passes.</summary>
    Deadline,

    /// <summary>The scan was asked to stop.</summary>
    Cancel,

    /// <summary>The worker stops; unsettled strategies are for the next attempt.</summary>
    Release,

    /// <summary>The run is superseded; nobody wants to hear of it any more.</summary>
    Abandon,
}
