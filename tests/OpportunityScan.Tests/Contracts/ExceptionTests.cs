namespace OpportunityScan.Tests.Contracts;

public sealed class ExceptionTests
{
    private static readonly ScanKey Key = new(new OwnerId("somebody"), new ScanId("scan"));

    [Fact]
    public void A_rejection_names_everything_that_is_wrong()
    {
        var rejected = new ScanRejectedException(RejectionKind.InvalidRequest, [new("Owner", "No owner."), new("Parameters.x", "Nobody understands x.")]);

        rejected.Message.Should().Be("No owner. Nobody understands x.");
        rejected.Kind.Should().Be(RejectionKind.InvalidRequest);
        rejected.Errors.Select(e => e.Member).Should().Equal("Owner", "Parameters.x");
    }

    [Fact]
    [Trait("Incident", "A9")]
    public void A_miss_names_the_id_and_not_the_owner()
    {
        var missing = new ScanNotFoundException(Key, LookupStatus.NotFound);

        missing.Message.Should().Be("The owner has no scan scan.");
        (missing.Key, missing.Status).Should().Be((Key, LookupStatus.NotFound));
    }

    [Fact]
    [Trait("Incident", "A4")]
    public void An_expired_scan_is_not_called_missing() =>
        new ScanNotFoundException(Key, LookupStatus.Expired).Message.Should().Be("The retention of scan scan has ended.");

    [Fact]
    [Trait("Incident", "A5")]
    public void Trouble_with_the_store_keeps_its_cause()
    {
        var cause = new IOException("gone");

        new ScanStoreUnavailableException("The store did not answer.", cause).InnerException.Should().BeSameAs(cause);
    }

    [Fact]
    [Trait("Incident", "C1")]
    public void A_strategy_fails_with_a_code_and_a_message()
    {
        var cause = new IOException("secret");
        var failure = new StrategyException("no_quote", "The exchange sent no quote.", cause);

        (failure.Code, failure.Message, failure.InnerException).Should().Be(("no_quote", "The exchange sent no quote.", cause));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    public void A_code_must_be_text(string code) =>
        FluentActions.Invoking(() => new StrategyException(code, "message")).Should().Throw<ArgumentException>().WithMessage("The error code *must not*").WithParameterName(nameof(code));
}
