using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Bulwark.Core.Control;

internal static partial class PeerCredentials
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    /// <summary>The user ID that this process acts as.</summary>
    public static int OwnUserId { get; } = (int)GetEffectiveUserId();

    /// <summary>Reads <c>struct ucred { pid; uid; gid }</c> of a connected Unix socket.</summary>
    public static ControlPeer Read(Socket socket)
    {
        Span<int> credentials = stackalloc int[3];
        socket.GetRawSocketOption(SolSocket, SoPeerCred, MemoryMarshal.AsBytes(credentials));
        return new ControlPeer(credentials[0], credentials[1], credentials[2]);
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint GetEffectiveUserId();
}
