using Bulwark.Homeserver.Filters;
using Bulwark.Homeserver.Login;

namespace Bulwark.Homeserver.Sync;

/// <summary>What a <c>/sync</c> asks for.</summary>
internal sealed record SyncRequest(Session Session, SyncFilter Filter)
{
    /// <summary>From when on; null for everything.</summary>
    public SyncToken? Since { get; init; }

    public bool FullState { get; init; }

    /// <summary>How long to wait when there is nothing.</summary>
    public TimeSpan Timeout { get; init; }

    public string UserId => Session.UserId;

    /// <summary>True when it is answered at once, whatever there is.</summary>
    public bool IsAnsweredAtOnce => Since is null || FullState || Timeout <= TimeSpan.Zero;
}
