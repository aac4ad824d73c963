using System.Globalization;
using System.Runtime.InteropServices;

namespace Bulwark.Homeserver.Sync;

/// <summary>
/// A point in time between two events: <c>s</c>, the position before it, and for <c>/sync</c> the version of what is volatile. The same
/// tokens page through a room's messages.
/// </summary>
/// <param name="Position">Everything up to this position is before the point.</param>
/// <param name="Volatile">The version of typing that has been seen; 0 when that does not matter.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SyncToken(long Position, long Volatile = 0)
{
    /// <summary>Reads a token; false when it is none of ours.</summary>
    public static bool TryParse(string? text, out SyncToken token)
    {
        token = default;
        if (text is not ['s', .. var numbers])
            return false;

        var split = numbers.IndexOf('_', StringComparison.Ordinal);
        var position = split < 0 ? numbers : numbers[..split];
        var version = split < 0 ? "0" : numbers[(split + 1)..];
        if (!TryParseNumber(position, out var first) || !TryParseNumber(version, out var second))
            return false;

        token = new SyncToken(first, second);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => Volatile == 0
        ? string.Create(CultureInfo.InvariantCulture, $"s{Position}")
        : string.Create(CultureInfo.InvariantCulture, $"s{Position}_{Volatile}");

    private static bool TryParseNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
