namespace OpportunityScan.Redis.Keys;

/// <summary>
/// Which scan was last asked for with which run token, so that a claim whose answer was lost can be asked for again. Bounded: a worker asks again
/// before it claims anything else.
/// </summary>
internal sealed class AskedClaims
{
    private const int Capacity = 1_024;

    private readonly Lock _gate = new();
    private readonly Queue<string> _order = new();
    private readonly Dictionary<string, ScanKeys> _byToken = new(StringComparer.Ordinal);

    internal ScanKeys? Of(string runToken)
    {
        lock (_gate) return _byToken.TryGetValue(runToken, out var scan) ? scan : null;
    }

    internal void Note(string runToken, ScanKeys scan)
    {
        lock (_gate)
        {
            if (!_byToken.ContainsKey(runToken))
            {
                _order.Enqueue(runToken);
                if (_order.Count > Capacity) _byToken.Remove(_order.Dequeue());
            }

            _byToken[runToken] = scan;
        }
    }
}
