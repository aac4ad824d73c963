using System.Runtime.InteropServices;

namespace Bulwark.Proxy.Forwarding.Http1;

/// <summary>One field of a head.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Field(FieldName Name, string Value);
