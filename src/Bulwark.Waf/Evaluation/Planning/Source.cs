using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation.Planning;

/// <summary>Values of a request and everything that the rules of a phase ask about them.</summary>
/// <param name="Number">Its number in the plan, over all phases.</param>
/// <param name="Kind">The variable.</param>
/// <param name="Name">The one name that is wanted; null for all values.</param>
/// <param name="IsXmlAttributes">Whether it is the attribute values of an XML body and not its text.</param>
/// <param name="Questions">What is asked about each value.</param>
internal sealed record Source(int Number, VariableKind Kind, ByteSlice? Name, bool IsXmlAttributes, QuestionClass Questions);
