namespace Bulwark.Identity.Tokens;

/// <summary>The login that tokens come from.</summary>
/// <param name="OriginJti">Names it in every token that it leads to, also after a refresh (<c>origin_jti</c>); it is revoked by this name.</param>
/// <param name="AuthTime">When the user proved who he is (<c>auth_time</c>).</param>
internal sealed record Login(string OriginJti, DateTimeOffset AuthTime)
{
    /// <summary>One act of signing in, which all tokens of one answer share (<c>event_id</c>).</summary>
    public string EventId { get; } = Uuid.New();

    /// <summary>A login that begins now.</summary>
    public static Login Begin(TimeProvider time) => new(Uuid.New(), time.GetUtcNow());
}
