using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation;

/// <summary>A value that an operator of the current rule matched.</summary>
/// <param name="Kind">The variable.</param>
/// <param name="Path">Where it lies in a JSON body; empty for every other value.</param>
/// <param name="Name">The variable with its selector: <c>ARGS:user</c>.</param>
/// <param name="Value">The value as the operator saw it.</param>
internal readonly record struct MatchedValue(VariableKind Kind, ByteSlice Path, ByteSlice Name, ByteSlice Value);
