using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation;

/// <summary>The spelling of each variable as bytes, for <c>MATCHED_VAR_NAME</c>.</summary>
internal static class VariableNames
{
    private static readonly ByteSlice[] Names = [.. Enumerable.Range(0, VariableTable.Count).Select(kind => ByteSlice.Of(VariableTable.NameOf((VariableKind)kind)))];

    public static ByteSlice Of(VariableKind kind) => Names[(int)kind];
}
