using OpportunityScan.Storage;

namespace OpportunityScan.Lookup;

/// <summary>Answers queries by id from the store.</summary>
internal sealed class ByIdPolicy(IScanStore store) : IScanLookupPolicy
{
    public string Name => "by-id";

    public ValueTask<LookupAnswer> LookupAsync(ScanQuery query, CancellationToken cancellationToken) =>
        query.Kind == ScanQueryKind.ById ? StoreAnswer.OfAsync(store.FindAsync(query.Key, cancellationToken)) : new(LookupAnswer.Pass);
}

/// <summary>Answers queries by request from the store.</summary>
internal sealed class ByRequestPolicy(IScanStore store) : IScanLookupPolicy
{
    public string Name => "by-request";

    public ValueTask<LookupAnswer> LookupAsync(ScanQuery query, CancellationToken cancellationToken) =>
        query.Kind == ScanQueryKind.ByRequest
            ? StoreAnswer.OfAsync(store.FindByRequestAsync(query.Owner, query.Fingerprint, cancellationToken))
            : new(LookupAnswer.Pass);
}

/// <summary>Answers queries for the owner's latest scan from the store.</summary>
internal sealed class LatestPolicy(IScanStore store) : IScanLookupPolicy
{
    public string Name => "latest";

    public ValueTask<LookupAnswer> LookupAsync(ScanQuery query, CancellationToken cancellationToken) =>
        query.Kind == ScanQueryKind.Latest ? StoreAnswer.OfAsync(store.FindLatestAsync(query.Owner, cancellationToken)) : new(LookupAnswer.Pass);
}

/// <summary>What a store's read amounts to.</summary>
internal static class StoreAnswer
{
    internal static ValueTask<LookupAnswer> OfAsync(ValueTask<ScanSnapshot?> read) =>
        read.IsCompletedSuccessfully ? new(LookupAnswer.Of(read.Result)) : AwaitedAsync(read);

    private static async ValueTask<LookupAnswer> AwaitedAsync(ValueTask<ScanSnapshot?> read)
    {
        try
        {
            return LookupAnswer.Of(await read.ConfigureAwait(false));
        }
        catch (ScanStoreUnavailableException)
        {
            return LookupAnswer.Unavailable;
        }
    }
}
