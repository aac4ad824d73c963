using System.Buffers.Binary;
using System.Text;

namespace Bulwark.Proxy.EdgeAuth.WebSockets;

/// <summary>Why a WebSocket is closed (RFC 6455 section 7.4; the 44xx codes are those of <c>graphql-transport-ws</c>).</summary>
internal static class CloseCode
{
    public const int ProtocolError = 1002;
    public const int TooLarge = 1009;
    public const int TryAgainLater = 1013;
    public const int Unauthorized = 4401;
    public const int Forbidden = 4403;

    /// <summary>The code for what edge auth found.</summary>
    public static int Of(EdgeAuthResult result) => result switch
    {
        EdgeAuthResult.Forbidden => Forbidden,
        EdgeAuthResult.Unavailable => TryAgainLater,
        _ => Unauthorized,
    };

    /// <summary>A close frame of a server.</summary>
    public static byte[] Frame(int code)
    {
        var reason = Encoding.ASCII.GetBytes(ReasonOf(code));
        var frame = new byte[4 + reason.Length];
        frame[0] = 0x88;
        frame[1] = (byte)(2 + reason.Length);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)code);
        reason.CopyTo(frame, 4);
        return frame;
    }

    private static string ReasonOf(int code) => code switch
    {
        Forbidden => "Forbidden",
        Unauthorized => "Unauthorized",
        TooLarge => "Message too large",
        TryAgainLater => "Try again later",
        _ => "Protocol error",
    };
}
