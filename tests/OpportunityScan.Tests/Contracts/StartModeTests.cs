namespace OpportunityScan.Tests.Contracts;

public sealed class StartModeTests
{
    [Fact]
    public void Join_is_the_default()
    {
        StartMode.Join.Should().Be(default(StartMode));
        new ScanRequest(new OwnerId("owner")).Mode.Kind.Should().Be(StartModeKind.Join);
    }

    [Fact]
    public void Only_reuse_has_an_age()
    {
        var age = TimeSpan.FromMinutes(5);

        (StartMode.Reuse(age).Kind, StartMode.Reuse(age).MaxAge).Should().Be((StartModeKind.Reuse, age));
        new[] { StartMode.Join, StartMode.New, StartMode.Replace }.Should().OnlyContain(m => m.MaxAge == TimeSpan.Zero);
        new[] { StartMode.Join, StartMode.New, StartMode.Replace, StartMode.Reuse(age) }.Select(m => m.Kind)
            .Should().BeEquivalentTo(Enum.GetValues<StartModeKind>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void An_age_that_is_not_positive_is_refused(int seconds) =>
        FluentActions.Invoking(() => StartMode.Reuse(TimeSpan.FromSeconds(seconds))).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("maxAge");
}
