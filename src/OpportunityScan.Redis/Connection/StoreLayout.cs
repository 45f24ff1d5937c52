using System.Globalization;
using OpportunityScan.Redis.Keys;

namespace OpportunityScan.Redis.Connection;

/// <summary>How a store is laid out, as it says itself; before it was asked, as the options have it.</summary>
/// <param name="Keys">The names of everything in it.</param>
/// <param name="Store">What it calls itself: drawn when its layout was first recorded, so that an emptied store is another one. Empty before it was asked.</param>
internal sealed record StoreLayout(KeySpace Keys, string Store)
{
    /// <summary>What scripts compare with what the store says by then.</summary>
    internal string Text { get; } = string.Create(CultureInfo.InvariantCulture, $"{Keys.Partitions} {Store}");
}
