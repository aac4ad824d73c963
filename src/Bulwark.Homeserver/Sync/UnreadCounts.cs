using System.Runtime.InteropServices;

namespace Bulwark.Homeserver.Sync;

/// <summary>How much a user has not read in a room: what notifies, and of that what mentions them.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct UnreadCounts(int Notifications, int Highlights);
