namespace OpportunityScan.Estimating;

/// <summary>The newest values of one kind, as they came and in order. Adding one allocates nothing. Safe for concurrent use.</summary>
/// <param name="length">How many are kept.</param>
internal sealed class Series(int length)
{
    private readonly Lock _gate = new();
    private readonly double[] _newest = new double[length];
    private readonly double[] _sorted = new double[length];
    private int _count;
    private int _next;

    /// <summary>Adds a value, in place of the oldest one when there are as many as are kept.</summary>
    internal void Add(double value)
    {
        lock (_gate) Put(value);
    }

    /// <summary>Takes these, oldest first, in place of all there are.</summary>
    internal void Replace(ReadOnlySpan<double> values)
    {
        lock (_gate)
        {
            (_count, _next) = (0, 0);
            foreach (var value in values) Put(value);
        }
    }

    /// <summary>
    /// What the next value will not exceed with this probability, if it is one like the others: of n values the one in place ⌈probability (n + 1)⌉ by size (split
    /// conformal prediction: Lei et al., Distribution-free predictive inference for regression, 2018). <c>null</c> while there are too few.
    /// </summary>
    internal double? Quantile(double probability)
    {
        lock (_gate)
        {
            var place = Math.Max(1, (int)Math.Ceiling(probability * (_count + 1)));
            return place > _count ? null : _sorted[place - 1];
        }
    }

    /// <summary>The median of those that exceed a value; <c>null</c> where none does.</summary>
    internal double? MedianBeyond(double value)
    {
        lock (_gate)
        {
            var sorted = _sorted.AsSpan(0, _count);
            var first = sorted.BinarySearch(value);
            if (first < 0) first = ~first;
            while (first < _count && sorted[first] <= value) first++;
            return first == _count ? null : sorted[first + ((_count - first) / 2)];
        }
    }

    private void Put(double value)
    {
        if (_count == length) Remove(_newest[_next]);
        Insert(value);
        _newest[_next] = value;
        _next = (_next + 1) % length;
    }

    private void Remove(double value)
    {
        var place = Array.BinarySearch(_sorted, 0, _count, value);
        Array.Copy(_sorted, place + 1, _sorted, place, --_count - place);
    }

    private void Insert(double value)
    {
        var place = Array.BinarySearch(_sorted, 0, _count, value);
        if (place < 0) place = ~place;
        Array.Copy(_sorted, place, _sorted, place + 1, _count++ - place);
        _sorted[place] = value;
    }
}
