using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation;

/// <summary>A value that a link is asked about, before its transformations.</summary>
/// <param name="Kind">The variable.</param>
/// <param name="Name">What selects it inside the collection; empty for a single variable.</param>
/// <param name="Path">Where it lies in a JSON body; its name for every other argument, empty for everything else.</param>
/// <param name="Value">Its bytes, which live as long as the rule is evaluated.</param>
internal readonly record struct LinkValue(VariableKind Kind, ByteSlice Name, ByteSlice Path, ByteSlice Value);
