using Bulwark.Core.Http;
using Bulwark.Testing;

namespace Bulwark.Core.Tests.Hosting;

public sealed class TierHostTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_tier_that_ended_leaves_no_socket_and_can_start_again()
    {
        var environment = TestEnvironment.Create(_directory);
        await using (var first = SampleTier.Build(environment))
        {
            await first.StartAsync(TestContext.Current.CancellationToken);
            await first.StopAsync(TestContext.Current.CancellationToken);
        }

        Assert.False(File.Exists(environment.Data.Socket("sample")));
        Assert.False(File.Exists(environment.Data.ControlSocket("sample")));
        await using var second = SampleTier.Build(environment);
        await second.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal("public", await GetAsync(environment.Data.Socket("sample")));
    }

    [Fact]
    public async Task Its_sockets_are_open_to_the_owner_alone()
    {
        var environment = TestEnvironment.Create(_directory);
        await using var tier = SampleTier.Build(environment);
        await tier.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(environment.Data.Socket("sample")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(environment.Data.ControlSocket("sample")));
    }

    [Fact]
    public async Task It_does_not_say_what_it_is()
    {
        var environment = TestEnvironment.Create(_directory);
        await using var tier = SampleTier.Build(environment);
        await tier.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient(UnixSocketHttp.CreateHandler(environment.Data.Socket("sample")));

        using var response = await client.GetAsync(new Uri("http://sample/"), TestContext.Current.CancellationToken);

        Assert.Empty(response.Headers.Server);
    }

    private static async Task<string> GetAsync(string socket)
    {
        using var client = new HttpClient(UnixSocketHttp.CreateHandler(socket));
        return await client.GetStringAsync(new Uri("http://sample/"), TestContext.Current.CancellationToken);
    }
}
