using System.Runtime.InteropServices;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>Where a header line's name and value lie in the bytes of its <see cref="RawHead"/>; the value without the white space around it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RawField(int NameStart, int NameLength, int ValueStart, int ValueLength);
