using System.Text;
using Bulwark.Homeserver.Protocol;

namespace Bulwark.Homeserver.Rooms.Endpoints;

/// <summary>Lengths that the specification sets for the parts of events.</summary>
/// <seealso href="https://spec.matrix.org/v1.13/client-server-api/#size-limits"/>
internal static class RoomLimits
{
    private const int MaxBytes = 255;

    /// <summary>Refuses when one of the texts is longer than 255 bytes.</summary>
    public static MatrixError? Refuse(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (Encoding.UTF8.GetByteCount(text) > MaxBytes)
                return MatrixError.TooLarge($"Event types, state keys and transaction IDs have at most {MaxBytes} bytes.");
        }

        return null;
    }
}
