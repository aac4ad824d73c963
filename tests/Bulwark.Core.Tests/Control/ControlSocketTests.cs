using System.Diagnostics;
using System.Net;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Core.Routing;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Core.Tests.Control;

public sealed class ControlSocketTests : IDisposable
{
    private static readonly RouteTable Routes = new RouteTable().Map("GET", "/peer", (context, _) =>
        ValueTask.FromResult<IResult>(TypedResults.Text($"{ControlSocket.Peer(context)!.UserId} {ControlSocket.Peer(context)!.ProcessId}")));

    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingLoggerFactory _log = new();
    private readonly TierEnvironment _environment;

    public ControlSocketTests() => _environment = TestEnvironment.Create(_directory, loggerFactory: _log);

    private string ControlPath => _environment.Data.ControlSocket(SampleTier.Name);

    public void Dispose()
    {
        _directory.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Tells_the_tier_who_calls()
    {
        await using var tier = SampleTier.Build(_environment, Routes);
        await tier.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, $"{PeerCredentials.OwnUserId} {Environment.ProcessId}"), await GetAsync(ControlPath, "/peer"));
    }

    [Fact]
    public async Task Its_routes_exist_on_no_other_socket()
    {
        await using var tier = SampleTier.Build(_environment, Routes);
        await tier.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "public"), await GetAsync(_environment.Data.Socket(SampleTier.Name), "/peer"));
        Assert.Equal((HttpStatusCode.OK, "public"), await GetAsync(_environment.Data.Socket(SampleTier.Name), "/health"));
    }

    [Theory]
    [InlineData("/", HttpStatusCode.NotFound, "This tier has no such control route; are the program and the running instance the same version?")]
    [InlineData("/PEER", HttpStatusCode.NotFound, "This tier has no such control route; are the program and the running instance the same version?")]
    [InlineData("/post", HttpStatusCode.MethodNotAllowed, "This control route takes another method.")]
    public async Task Public_paths_do_not_exist_on_it(string path, HttpStatusCode status, string message)
    {
        var routes = new RouteTable().Map("POST", "/post", (_, _) => ValueTask.FromResult<IResult>(TypedResults.Ok()));
        await using var tier = SampleTier.Build(_environment, routes);
        await tier.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal((status, $$"""{"error":"{{message}}"}"""), await GetAsync(ControlPath, path));
    }

    [Fact]
    public async Task Every_tier_tells_its_health()
    {
        await using var tier = SampleTier.Build(_environment);
        await tier.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, """{"status":"ok"}"""), await GetAsync(ControlPath, "/health"));
    }

    [Fact]
    public async Task A_tier_may_say_more_of_its_health()
    {
        var routes = new RouteTable().Map("GET", "/health", (_, _) => ValueTask.FromResult<IResult>(TypedResults.Text("more")));
        await using var tier = SampleTier.Build(_environment, routes);
        await tier.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "more"), await GetAsync(ControlPath, "/health"));
    }

    [Fact]
    public async Task Another_user_is_hung_up_on_even_where_the_file_modes_would_let_him_in()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can act as another user.");
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "python3 is missing: it acts as the other user.");
        await using var tier = SampleTier.Build(_environment, Routes);
        await tier.StartAsync(TestContext.Current.CancellationToken);
        OpenToEveryone();

        var answer = await AskAsNobodyAsync();

        Assert.Equal("connected, then b''", answer);
        var refusal = Assert.Single(_log.Records, record => record.EventId == 100);
        Assert.StartsWith("Control connection refused: process ", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(" runs as user 65534", refusal.Message, StringComparison.Ordinal);
    }

    private void OpenToEveryone()
    {
        const UnixFileMode everything = (UnixFileMode)0x1FF;
        File.SetUnixFileMode(_environment.Data.Root, everything);
        File.SetUnixFileMode(_environment.Data.Run, everything);
        File.SetUnixFileMode(ControlPath, everything);
    }

    private async Task<string> AskAsNobodyAsync()
    {
        const string script = """
            import os, socket, sys
            os.setgroups([]); os.setgid(65534); os.setuid(65534)
            s = socket.socket(socket.AF_UNIX); s.settimeout(10); s.connect(sys.argv[1])
            try:
                s.sendall(b'GET /peer HTTP/1.1\r\nHost: control\r\n\r\n')
                answer = s.recv(100)
            except (BrokenPipeError, ConnectionResetError):
                answer = b''
            print('connected, then', answer)
            """;
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", script, ControlPath]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output.Trim();
    }

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(string socket, string path)
    {
        using var client = new HttpClient(UnixSocketHttp.CreateHandler(socket));
        using var response = await client.GetAsync(new Uri("http://control" + path), TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
