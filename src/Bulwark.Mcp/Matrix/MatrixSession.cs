namespace Bulwark.Mcp.Matrix;

/// <summary>A user's session on the homeserver. A class, not a record: the token must not appear in a log by way of <c>ToString</c>.</summary>
internal sealed class MatrixSession(string accessToken, DateTimeOffset endsAt)
{
    public string AccessToken { get; } = accessToken;

    /// <summary>From when on we make a new one, whatever the homeserver thinks of this.</summary>
    public DateTimeOffset EndsAt { get; } = endsAt;
}
