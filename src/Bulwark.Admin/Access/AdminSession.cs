namespace Bulwark.Admin.Access;

/// <summary>The session of a browser that redeemed a link.</summary>
/// <param name="Id">What logs call it.</param>
/// <param name="BeganAt">When the link was redeemed.</param>
/// <param name="UsedAt">The last request.</param>
internal sealed record AdminSession(string Id, DateTimeOffset BeganAt, DateTimeOffset UsedAt);
