using System.Security.Cryptography;
using OpportunityScan.Redis.Connection;
using OpportunityScan.Redis.Keys;
using OpportunityScan.Redis.Scripting;
using OpportunityScan.Redis.Serialization;
using OpportunityScan.Redis.Signals;
using OpportunityScan.State;
using OpportunityScan.Storage;
using StackExchange.Redis;

namespace OpportunityScan.Redis;

internal sealed partial class RedisScanStore
{
    /// <summary>What create.lua calls a reuse that accepts a scan in which strategies failed.</summary>
    private const string ReuseInPart = "1p";

    /// <summary>What create.lua answers.</summary>
    private enum CreateAnswer
    {
        Created = 0,
        Joined = 1,
        Reused = 2,
        Replaced = 3,
        IdConflict = 4,
        OwnerLimit = 5,
        Again = 7,
        Repeated = 8,
        Relaid = 9,
    }

    public ValueTask<CreateReply> CreateAsync(CreateScan create, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(create);
        cancellationToken.ThrowIfCancellationRequested();
        return CreateAsync(create, RandomNumberGenerator.GetHexString(16, lowercase: true), cancellationToken);
    }

    /// <summary>The nonce tells this call, sent again because its answer was lost, from another one for the same id.</summary>
    internal async ValueTask<CreateReply> CreateAsync(CreateScan create, string nonce, CancellationToken cancellationToken)
    {
        var calls = _caller.Begin(cancellationToken);
        await KeysAsync(calls).ConfigureAwait(false);
        ScanId[] candidates = [];
        while (true)
        {
            var layout = _connection.Layout;
            var scan = layout.Keys.Of(create.Plan.Key);
            if (create.Claim is { } claim) _asked.Note(claim.RunToken, scan);
            var arguments = CreateArguments(create, nonce, scan, layout.Keys);
            // Candidates are scans whose keys the script turned out to need. There may be others by the time it is called again.
            var (keys, values) = Checked(layout, Declare(create.Plan.Key.Owner, candidates, scan, layout.Keys, [.. arguments, candidates.Length]));
            var step = await calls.EvaluateAsync(RedisScript.Create, keys, values, answer => ReadCreate(create, answer))
                .ConfigureAwait(false);
            if (step.IsRelaid)
            {
                await IsRelaidAsync(calls).ConfigureAwait(false);
                continue;
            }

            if (step.Reply is not { } reply)
            {
                candidates = [.. candidates, .. step.Further]; // those before may turn out to be lost
                continue;
            }

            return reply.Snapshot is null ? reply : await FinishAsync(create.Plan.Key, scan, step, reply, calls).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// What is left to do once there is a scan, whichever way: who repeats a start that was not acknowledged finds the scan, and must not be told more
    /// than is true. Where that fails the claim is given back: nobody here will run the scan.
    /// </summary>
    private async ValueTask<CreateReply> FinishAsync(ScanKey key, ScanKeys scan, CreateStep step, CreateReply reply, RedisCalls calls)
    {
        try
        {
            if (reply.Status == CreateStatus.Replaced)
                reply = reply with { EndedInQueue = await ReplaceAsync(key.Owner, scan, step, calls).ConfigureAwait(false) };
            await _replicas.AcknowledgedAsync(scan, calls).ConfigureAwait(false);
            return reply;
        }
        catch (Exception e) when (e is ScanStoreUnavailableException or OperationCanceledException)
        {
            try
            {
                if (reply.Claim is { } claim)
                    await ReleaseAsync(key, claim.State.Run, calls with { Token = CancellationToken.None }).ConfigureAwait(false);
            }
            catch (ScanStoreUnavailableException)
            {
                // Its lease lapses, and another worker takes it.
            }

            throw;
        }
    }

    /// <summary>Asks those of the replaced scans to stop that did not fit into the first step. How many were queued and ended, those of the first step included.</summary>
    private async ValueTask<int> ReplaceAsync(OwnerId owner, ScanKeys scan, CreateStep created, RedisCalls calls)
    {
        var (ended, rest, isRepeated) = (created.Ended, created.Further, created.IsRepeated); // who it is told of then, nobody knows any more: it asks
        while (isRepeated || rest.Length > 0)
        {
            var (keys, values) = Declare(owner, rest, scan, Keys, [OutcomeCodec.SkippedByCancel, Keys.WorkChannel]);
            (var more, rest) = await calls.Next.EvaluateAsync(RedisScript.Replace, keys, values, ReadReplace).ConfigureAwait(false);
            ended += more;
            isRepeated = false;
        }

        return ended;
    }

    /// <summary>What the script compares with how the store is laid out by then, in the same step; not on a cluster, where that is in another slot.</summary>
    private (RedisKey[] Keys, RedisValue[] Values) Checked(StoreLayout layout, (RedisKey[] Keys, RedisValue[] Values) declared) => _connection.IsCluster
        ? (declared.Keys, [.. declared.Values, ""])
        : ([.. declared.Keys, layout.Keys.Config], [.. declared.Values, layout.Text]);

    private static ScanId[] Ids(IEnumerable<RedisResult> ids) => [.. ids.Select(static id => new ScanId(id.ToString()))];

    private static List<RedisValue> CreateArguments(CreateScan create, string nonce, ScanKeys scan, KeySpace keys)
    {
        var plan = create.Plan;
        var arguments = new List<RedisValue>
        {
            nonce,
            create.Mode is { Kind: StartModeKind.Reuse, AcceptPartial: true } ? ReuseInPart : (int)create.Mode.Kind,
            Instants.Micros(create.Mode.MaxAge),
            create.MaxActivePerOwner,
            create.Claim is null ? 0 : 1,
            create.Claim?.Worker ?? "",
            create.Claim?.RunToken ?? "",
            create.Claim is null ? 0 : Instants.Micros(create.Claim.Lease),
            HeadCodec.Facts(plan, KeySpace.Request(plan.Fingerprint), scan.Member),
            PlanCodec.Write(plan),
            plan.Incarnation,
            OutcomeCodec.SkippedByCancel,
            keys.WorkChannel,
            WorkMessage.Due,
            plan.Strategies.Length,
        };
        for (var i = 0; i < plan.Strategies.Length; i++)
        {
            arguments.Add(HeadFields.Outcome(i));
            arguments.Add(OutcomeCodec.Pending(plan.Strategies[i].Id));
        }

        return arguments;
    }

    private static (RedisKey[] Keys, RedisValue[] Values) Declare(
        OwnerId owner, ScanId[] candidates, ScanKeys scan, KeySpace names, List<RedisValue> arguments)
    {
        if (candidates.Length == 0) return (scan.All, [.. arguments]);
        var keys = new List<RedisKey>(scan.All);
        var values = new List<RedisValue>(arguments);
        foreach (var id in candidates)
        {
            var key = new ScanKey(owner, id);
            var candidate = names.Of(key);
            keys.Add(candidate.Head);
            keys.Add(candidate.Gone);
            values.Add(id.Value);
            values.Add(candidate.Channel);
            values.Add(WorkMessage.ToCancel(key));
        }

        return ([.. keys], [.. values]);
    }

    private static CreateStep ReadCreate(CreateScan create, RedisResult reply)
    {
        var answer = (RedisResult[])reply!;
        return (CreateAnswer)(int)answer[0] switch
        {
            CreateAnswer.Relaid => new CreateStep(Reply: null, []) { IsRelaid = true },
            CreateAnswer.Again => new CreateStep(Reply: null, Ids(answer.Skip(1))),
            CreateAnswer.Replaced => new CreateStep(Reply(create, answer), Ids(answer.Skip(3))) { Ended = (int)answer[2] },
            CreateAnswer.Repeated => new CreateStep(Reply(create, answer), []) { IsRepeated = true },
            _ => new CreateStep(Reply(create, answer), []),
        };
    }

    private static (int Ended, ScanId[] Further) ReadReplace(RedisResult reply)
    {
        var answer = (RedisResult[])reply!;
        return ((int)answer[0], Ids(answer.Skip(1)));
    }

    private static CreateReply Reply(CreateScan create, RedisResult[] answer) => (CreateAnswer)(int)answer[0] switch
    {
        CreateAnswer.Joined => new CreateReply(CreateStatus.Joined, Snapshot(answer[2])),
        CreateAnswer.Reused => new CreateReply(CreateStatus.Reused, Snapshot(answer[2])),
        CreateAnswer.IdConflict => new CreateReply(CreateStatus.IdConflict, null),
        CreateAnswer.OwnerLimit => new CreateReply(CreateStatus.OwnerLimit, null),
        CreateAnswer.Repeated => Repeated(answer),
        CreateAnswer.Replaced => Stored(create, CreateStatus.Replaced, Instants.Instant((long)answer[1])),
        CreateAnswer.Created => Stored(create, CreateStatus.Created, Instants.Instant((long)answer[1])),
        _ => throw Unreadable(RedisScript.Create),
    };

    /// <summary>The script did what the machine does here, so its state need not be sent back.</summary>
    private static CreateReply Stored(CreateScan create, CreateStatus status, DateTimeOffset now)
    {
        var state = ScanMachine.Create(create.Plan, now);
        if (create.Claim is not { } claim) return new CreateReply(status, new ScanSnapshot(state, [], null));
        state = ScanMachine.Apply(state, new ScanEvent.Claimed(claim.Worker, claim.RunToken, claim.Lease, now)).State;
        return new CreateReply(status, new ScanSnapshot(state, [], null), new ClaimedScan(state, [], now));
    }

    /// <summary>This very call had stored it, and its answer was lost.</summary>
    private static CreateReply Repeated(RedisResult[] answer)
    {
        var snapshot = Snapshot(answer[2]);
        var status = (CreateAnswer)(int)answer[3] == CreateAnswer.Replaced ? CreateStatus.Replaced : CreateStatus.Created;
        var claim = (int)answer[4] == 1 ? new ClaimedScan(snapshot.State, [], Instants.Instant((long)answer[1])) : null;
        return new CreateReply(status, snapshot, claim);
    }

    private static ScanSnapshot Snapshot(RedisResult head) => HeadCodec.Read((RedisResult[])head!)!;

    /// <summary>What a call of create.lua has come to.</summary>
    /// <param name="Reply">The reply; <c>null</c> when it is to be called again.</param>
    /// <param name="Further">Candidates to declare then; with a reply, replaced scans that are still to be asked to stop.</param>
    private readonly record struct CreateStep(CreateReply? Reply, ScanId[] Further)
    {
        internal int Ended { get; init; }

        internal bool IsRepeated { get; init; }

        internal bool IsRelaid { get; init; }
    }
}
