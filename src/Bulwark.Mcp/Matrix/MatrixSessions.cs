using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bulwark.Mcp.Authorization;
using Bulwark.Mcp.Exchange;

namespace Bulwark.Mcp.Matrix;

/// <summary>
/// The users' sessions on the homeserver, in memory only. Each user has one device, whose ID follows from the user: signing in again takes its place instead
/// of adding another. A session is used for as long as the token that it was made with is valid, and an hour at most, for at each login the homeserver looks
/// at the user's groups anew.
/// </summary>
internal sealed class MatrixSessions(TokenExchange exchange, MatrixClient matrix, TimeProvider time)
{
    internal static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(1);

    private const int MaxUsers = 10_000;

    private readonly UserSlots _slots = new(MaxUsers);

    /// <summary>The caller's session, made now if need be; once for all requests that wait for it.</summary>
    public async Task<ChatAnswer<MatrixSession>> GetAsync(Caller caller, CancellationToken cancellationToken)
    {
        var slot = _slots.Of(caller.UserId);
        if (Current(slot) is { } current)
            return ChatAnswer<MatrixSession>.Of(current);

        await slot.Turn.WaitAsync(cancellationToken);
        try
        {
            if (Current(slot) is { } made)
                return ChatAnswer<MatrixSession>.Of(made);

            var login = await LoginAsync(caller, cancellationToken);
            slot.Session = login.Value;
            return login;
        }
        finally
        {
            slot.Turn.Release();
        }
    }

    /// <summary>The homeserver does not know this session any more.</summary>
    public void Forget(Caller caller, MatrixSession dead) => _slots.Of(caller.UserId).Forget(dead);

    /// <summary>The device of a user: the same one for ever, on every instance of this tier.</summary>
    internal static string DeviceIdOf(string userId) => "MCP" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(userId)))[..10];

    private MatrixSession? Current(UserSlot slot) => slot.Session is { } session && session.EndsAt > time.GetUtcNow() ? session : null;

    private async Task<ChatAnswer<MatrixSession>> LoginAsync(Caller caller, CancellationToken cancellationToken)
    {
        var idToken = await exchange.ExchangeAsync(caller, cancellationToken);
        if (idToken.Value is null)
            return ChatAnswer<MatrixSession>.Refuse(idToken.Refusal!);

        var body = JsonSerializer.SerializeToUtf8Bytes(new LoginRequest(idToken.Value, DeviceIdOf(caller.UserId)), McpJson.Wire.LoginRequest);
        var login = await matrix.SendAsync(MatrixRequest.Login(body), null, caller.RequestId, McpJson.Wire.LoginAnswer, cancellationToken);
        return login.Value is { } answer
            ? ChatAnswer<MatrixSession>.Of(new MatrixSession(answer.AccessToken, EndOf(caller)))
            : ChatAnswer<MatrixSession>.Refuse(login.ToAnswer().Refusal!);
    }

    private DateTimeOffset EndOf(Caller caller)
    {
        var latest = time.GetUtcNow() + MaxLifetime;
        return caller.ExpiresAt < latest ? caller.ExpiresAt : latest;
    }
}
