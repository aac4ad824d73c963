using System.Collections.Concurrent;
using System.Text.Json;
using Bulwark.Core.Hosting;

namespace Bulwark.Mcp.Tests.Fakes;

/// <summary>Signs users in like a homeserver: a new token for a device ends the old one. Other answers come from the table, for those with a live token.</summary>
internal sealed class FakeHomeserver(TierEnvironment environment) : FakeTier("homeserver", environment)
{
    private readonly ConcurrentDictionary<string, string> _tokenOfDevice = new(StringComparer.Ordinal);
    private int _logins;

    public int Logins => Volatile.Read(ref _logins);

    /// <summary>Logins wait for this before they are answered.</summary>
    public Task LoginGate { get; set; } = Task.CompletedTask;

    /// <summary>When set, logins are refused with this.</summary>
    public (int Status, string Json)? LoginRefusal { get; set; }

    public void ForgetSessions() => _tokenOfDevice.Clear();

    protected override async Task<(int Status, string Json)> DecideAsync(SeenRequest request)
    {
        if (request.Route == "POST /_matrix/client/v3/login")
            return await LoginAsync(request);

        return _tokenOfDevice.Values.Any(token => request.Authorization == $"Bearer {token}")
            ? await base.DecideAsync(request)
            : (401, """{"errcode":"M_UNKNOWN_TOKEN","error":"Unknown access token"}""");
    }

    private async Task<(int Status, string Json)> LoginAsync(SeenRequest request)
    {
        await LoginGate.WaitAsync(TestContext.Current.CancellationToken);
        if (LoginRefusal is { } refusal)
            return refusal;

        using var login = JsonDocument.Parse(request.Body);
        var token = $"mx-{Interlocked.Increment(ref _logins)}";
        _tokenOfDevice[login.RootElement.GetProperty("device_id").GetString()!] = token;
        return (200, $$"""{"user_id":"@alice:localhost","access_token":"{{token}}","device_id":"D"}""");
    }
}
