using Bulwark.Waf.Text;

namespace Bulwark.Waf.Variables;

/// <summary>A value and the name that selects it inside its collection: an argument, a header, a cookie, a file.</summary>
internal readonly record struct NamedValue(ByteSlice Name, ByteSlice Value);
