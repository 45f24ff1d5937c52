using OpportunityScan.Lookup;
using static OpportunityScan.Tests.Lookup.LookupFixture;

namespace OpportunityScan.Tests.Lookup;

public sealed class LookupDecisionTests
{
    private static readonly Fingerprint Other = new("ffffffffffffffffffffffffffffffff");

    public static TheoryData<string, ScanQuery, LookupAnswer, LookupVerdict, LookupVerdict> Table => new()
    {
        // what, query, answer, verdict, verdict where the policy may answer with another id
        { "pass", ById, LookupAnswer.Pass, LookupVerdict.Pass, LookupVerdict.Pass },
        { "unavailable", ById, LookupAnswer.Unavailable, LookupVerdict.Unavailable, LookupVerdict.Unavailable },
        { "the id asked for", ById, LookupAnswer.Found(Queued()), LookupVerdict.Found, LookupVerdict.Found },
        { "another id", ById, LookupAnswer.Found(Queued("scan_2")), LookupVerdict.Refused, LookupVerdict.Found },
        { "another owner", ById, LookupAnswer.Found(Queued(owner: Bob)), LookupVerdict.Refused, LookupVerdict.Refused },
        { "another owner and id", ById, LookupAnswer.Found(Queued("scan_2", Bob)), LookupVerdict.Refused, LookupVerdict.Refused },
        { "latest of the owner", Latest, LookupAnswer.Found(Queued("scan_7")), LookupVerdict.Found, LookupVerdict.Found },
        { "latest of another", Latest, LookupAnswer.Found(Queued(owner: Bob)), LookupVerdict.Refused, LookupVerdict.Refused },
        { "the request asked for", ByRequest, LookupAnswer.Found(Queued("scan_7")), LookupVerdict.Found, LookupVerdict.Found },
        { "another request", ByRequest, LookupAnswer.Found(Queued(fingerprint: Other)), LookupVerdict.Refused, LookupVerdict.Found },
        { "the request of another owner", ByRequest, LookupAnswer.Found(Queued(owner: Bob)), LookupVerdict.Refused, LookupVerdict.Refused },
        { "pass on a request", ByRequest, LookupAnswer.Pass, LookupVerdict.Pass, LookupVerdict.Pass },
        { "unavailable latest", Latest, LookupAnswer.Unavailable, LookupVerdict.Unavailable, LookupVerdict.Unavailable },
    };

    private static ScanQuery ById => ScanQuery.ById(Key());

    private static ScanQuery Latest => ScanQuery.Latest(Ada);

    private static ScanQuery ByRequest => ScanQuery.ByRequest(Ada, Wanted);

    [Theory]
    [MemberData(nameof(Table))]
    [Trait("Incident", "A8")]
    [Trait("Incident", "A9")]
    public void An_answer_is_judged_by_owner_id_and_request(
        string what, ScanQuery query, LookupAnswer answer, LookupVerdict verdict, LookupVerdict asFallback)
    {
        LookupDecision.Judge(query, answer, new ScriptedPolicy("strict", answer)).Should().Be(verdict, what);
        LookupDecision.Judge(query, answer, new ScriptedPolicy("fallback", answer) { MayAnswerWithAnotherId = true }).Should().Be(asFallback, what);
    }

    [Theory]
    [InlineData(false, LookupStatus.NotFound)]
    [InlineData(true, LookupStatus.StoreUnavailable)]
    [Trait("Incident", "A5")]
    public void A_miss_is_unknown_as_long_as_any_source_was_out_of_reach(bool anyUnavailable, LookupStatus status) =>
        LookupDecision.Miss(anyUnavailable).Should().Be(status);
}
