namespace MarketStrategies;

/// <summary>Replays a signal over the history: enters on the day it shows the same side as today, leaves after the horizon, then looks for the next.</summary>
internal static class SignalStudy
{
    /// <summary>The track record of today's signal; every trade in it had ended by today.</summary>
    /// <param name="side">The signal of a day, drawn from nothing after that day: 1 buy, −1 sell, 0 nothing.</param>
    /// <param name="first">The first day with a signal.</param>
    /// <param name="today">The last day.</param>
    /// <param name="horizon">How many days a trade lasts.</param>
    /// <param name="gain">The return of a trade entered on the first day and left on the second, bought or sold as the signal says.</param>
    internal static TrackRecord Of(Func<int, int> side, int first, int today, int horizon, Func<int, int, double> gain)
    {
        var wanted = side(today);
        var returns = new List<double>();
        for (var t = first; wanted != 0 && t + horizon <= today;)
        {
            if (side(t) != wanted)
            {
                t++;
                continue;
            }

            returns.Add(gain(t, t + horizon));
            t += horizon;
        }

        return TrackRecord.Of(returns);
    }
}
