using Bulwark.Waf.Acl.Evaluation;
using Bulwark.Waf.Acl.Fields;
using Bulwark.Waf.Transformations;

namespace Bulwark.Waf.Acl.Statements;

/// <summary>A value of a field answers a question, after transformations.</summary>
internal abstract class FieldStatement(Field field, TransformationChain chain) : Statement
{
    public sealed override string ToString() => chain.Number == 0 ? $"{field} {Question}" : $"{field} {chain} {Question}";

    /// <summary>The question in words: <c>contains "x"</c>.</summary>
    protected abstract string Question { get; }

    protected sealed override bool Matches(AclRequest request)
    {
        var values = request.Values;
        values.Clear();
        var reading = field.Read(request.Data, values);
        if (reading != FieldReading.Values)
            return reading == FieldReading.Match;

        for (var i = 0; i < values.Count; i++)
        {
            if (Matches(request, request.Transform(chain, values[i].Value)))
                return true;
        }

        return false;
    }

    /// <summary>Whether one value answers the question with yes.</summary>
    protected abstract bool Matches(AclRequest request, ReadOnlySpan<byte> value);
}
