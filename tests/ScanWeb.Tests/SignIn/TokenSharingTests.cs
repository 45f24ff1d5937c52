using System.Net;
using ScanWeb.Tests.Clients;
using ScanWeb.Tests.Processes;

namespace ScanWeb.Tests.SignIn;

/// <summary>Where a token is good.</summary>
public sealed class TokenSharingTests
{
    [Fact]
    public async Task A_token_is_good_at_every_process_of_the_same_Redis_and_after_all_have_restarted()
    {
        await using var redis = await Required.RedisAsync();
        var first = await WebProcess.StartAsync("--redis", redis.Endpoint);
        await using var second = await WebProcess.StartAsync("--redis", redis.Endpoint);
        using var client = await ApiClient.SignInAsync(first.Address);

        (await StatusAsync(second.Address, client.Token)).Should().Be(HttpStatusCode.OK);
        await first.KillAsync();
        await second.KillAsync();
        await using var third = await WebProcess.StartAsync("--redis", redis.Endpoint);
        (await StatusAsync(third.Address, client.Token)).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Processes_that_start_at_the_same_instant_make_one_key_and_take_each_others_tokens()
    {
        await using var redis = await Required.RedisAsync();
        var processes = await WebProcess.StartManyAsync(4, "--redis", redis.Endpoint);
        foreach (var signedInAt in processes)
        {
            using var client = await ApiClient.SignInAsync(signedInAt.Address);
            foreach (var asked in processes) (await StatusAsync(asked.Address, client.Token)).Should().Be(HttpStatusCode.OK);
        }

        await using var connection = await redis.ConnectAsync();
        (await connection.GetDatabase().ListLengthAsync("scanweb:keys")).Should().Be(1);
        foreach (var process in processes) await process.DisposeAsync();
    }

    [Fact]
    public async Task A_token_of_another_key_ring_is_none()
    {
        await using var redis = await Required.RedisAsync();
        await using var alone = await WebProcess.StartAsync();
        await using var alsoAlone = await WebProcess.StartAsync();
        await using var sharing = await WebProcess.StartAsync("--redis", redis.Endpoint);
        using var client = await ApiClient.SignInAsync(alone.Address);

        (await StatusAsync(alsoAlone.Address, client.Token)).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(sharing.Address, client.Token)).Should().Be(HttpStatusCode.Unauthorized);
    }

    private static async Task<HttpStatusCode> StatusAsync(Uri address, string token)
    {
        using var client = new ApiClient(address, token);
        return (await client.GetAsync("/api/v1/catalog")).Status;
    }
}
