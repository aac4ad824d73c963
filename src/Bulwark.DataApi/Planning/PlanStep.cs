using Bulwark.DataApi.Sql;

namespace Bulwark.DataApi.Planning;

/// <summary>One root field of a plan.</summary>
internal abstract record PlanStep(string ResponseName)
{
    /// <summary>Known when the plan is made: <c>__typename</c>, <c>__schema</c>, <c>__type</c>.</summary>
    internal sealed record Known(string ResponseName, byte[] Json) : PlanStep(ResponseName);

    /// <summary>One statement whose one value is the answer.</summary>
    internal sealed record Query(string ResponseName, Statement Statement) : PlanStep(ResponseName);

    /// <summary>One statement that inserts (none for no rows).</summary>
    internal sealed record Insert(string ResponseName, Statement? Statement, InsertShape Shape) : PlanStep(ResponseName);
}
