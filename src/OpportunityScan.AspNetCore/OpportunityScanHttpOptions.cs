using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using OpportunityScan.AspNetCore;

namespace OpportunityScan;

/// <summary>How the endpoints answer. Validated when they are mapped; an error names option, value and rule.</summary>
public sealed class OpportunityScanHttpOptions
{
    /// <summary>Whose scans a request is about; <c>null</c> when it is nobody's, which is answered with 401 or, to somebody who is authenticated, with 403.</summary>
    /// <value>
    /// Default: the claim <see cref="ClaimTypes.NameIdentifier"/>, or else <c>sub</c>, of an authenticated principal. One that has neither is told so, and
    /// so is the log.
    /// </value>
    public Func<HttpContext, OwnerId?> Owner { get; set; } = PrincipalOwner.Of;

    /// <summary>
    /// Whether the endpoints require authorization. When off, <see cref="Owner"/> alone decides who is let in; <c>AllowAnonymous()</c> on the
    /// returned builder does the same.
    /// </summary>
    /// <value>Default: <c>true</c>.</value>
    public bool RequireAuthorization { get; set; } = true;

    /// <summary>How long ago a completed scan of the same request may have ended to be the answer to a start; a start with <c>force_refresh</c> ignores it.</summary>
    /// <value>Zero (only an unfinished scan is joined) to 365 days. Default: 5 minutes.</value>
    public TimeSpan ReuseMaxAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether a completed scan in which strategies failed may be the answer to a start.</summary>
    /// <value>Default: <c>false</c>, the next start tries again.</value>
    public bool ReusePartial { get; set; }

    /// <summary>How often clients are told to poll: <c>Retry-After</c> (in whole seconds, rounded up) and <c>polling_interval_seconds</c>.</summary>
    /// <value>100 ms to 1 hour. Default: 2 seconds.</value>
    public TimeSpan PollingInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait that <c>Prefer: wait</c> is granted; a longer one is cut to it.</summary>
    /// <value>Zero (no waiting) to 10 minutes. Default: 30 seconds.</value>
    public TimeSpan LongPollLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an event stream may be silent before a comment is sent, so that nothing in between takes it for dead.</summary>
    /// <value>100 ms to 10 minutes. Default: 15 seconds.</value>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The least time between two events of a stream; a client may ask for more. What changes meanwhile comes in one event, and nothing is lost.</summary>
    /// <value>Zero to 1 minute. Default: 250 ms.</value>
    public TimeSpan EventInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a request body may take to come.</summary>
    /// <value>100 ms to 10 minutes. Default: 30 seconds.</value>
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many bytes a request body may have.</summary>
    /// <value>1,024 to 16,777,216. Default: 65,536.</value>
    public int MaxBodyBytes { get; set; } = 64 * 1024;

    /// <summary>How many results an answer has when the client does not say: so many that clients which do not page miss nothing of a usual scan.</summary>
    /// <value>1 to <see cref="MaxPageSize"/>; a larger one is cut to it. Default: 1,000.</value>
    public int DefaultPageSize { get; set; } = 1_000;

    /// <summary>How many results one answer may have.</summary>
    /// <value>1 to 100,000. Default: 10,000.</value>
    public int MaxPageSize { get; set; } = 10_000;

    /// <summary>
    /// Which fields of a start request become parameters of the scan, under which names. A host whose strategies understand more adds to it;
    /// each is a list, and a field that no strategy understands is refused.
    /// </summary>
    /// <value>
    /// Field names of 1 to 64 lower-case letters, digits and <c>_</c>, none of which has a meaning already. Default: <c>symbols</c> as
    /// <c>symbol</c>, <c>asset_tiers</c> as <c>asset_tier</c>.
    /// </value>
    public IDictionary<string, string> Parameters { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["symbols"] = "symbol", ["asset_tiers"] = "asset_tier" };

    /// <summary>
    /// Fields of a start request that clients send and nobody uses: accepted whatever their value, and named in <c>ignored_fields</c> of the answer. A host
    /// whose clients send more adds to it; any other field that is not known is refused.
    /// </summary>
    /// <value>Field names, none of which has a meaning already. Default: <c>include_strategy_recommendations</c>.</value>
    public ISet<string> IgnoredFields { get; } = new HashSet<string>(StringComparer.Ordinal) { "include_strategy_recommendations" };
}
