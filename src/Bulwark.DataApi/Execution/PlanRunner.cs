using System.Buffers;
using System.Text;
using Bulwark.DataApi.Documents;
using Bulwark.DataApi.Http;
using Bulwark.DataApi.Planning;
using Microsoft.Data.Sqlite;

namespace Bulwark.DataApi.Execution;

/// <summary>Runs the steps of a plan on one connection, inside the transaction that the caller has begun: one statement for each root field.</summary>
internal static class PlanRunner
{
    private static ReadOnlySpan<byte> Null => "null"u8;

    /// <summary>The answer.</summary>
    /// <param name="connection">A connection in a transaction.</param>
    /// <param name="plan">What to run.</param>
    /// <param name="values">The parameters of each step.</param>
    /// <param name="maxBytes">The largest answer that is put together.</param>
    public static ExecutionResult Run(
        SqliteConnection connection, OperationPlan plan, IReadOnlyList<IReadOnlyList<object?>> values, int maxBytes)
    {
        var answer = new ArrayBufferWriter<byte>();
        answer.Write("{\"data\":{"u8);
        for (var i = 0; i < plan.Steps.Count; i++)
        {
            WriteKey(answer, plan.Steps[i].ResponseName, isFirst: i == 0);
            if (RunStep(connection, plan.Steps[i], values[i], answer) is { } error)
                return ExecutionResult.Of(error);

            if (answer.WrittenCount > maxBytes)
                return ExecutionResult.Of(TooLarge(maxBytes));
        }

        answer.Write("}}"u8);
        return ExecutionResult.Of(answer.WrittenMemory);
    }

    /// <summary>The answer is larger than the limit.</summary>
    public static GraphQLError TooLarge(int maxBytes) =>
        GraphQLError.Validation(QueryPath.Root, $"the answer is larger than the limit of {maxBytes} bytes");

    private static GraphQLError? RunStep(SqliteConnection connection, PlanStep step, IReadOnlyList<object?> values, ArrayBufferWriter<byte> answer)
    {
        switch (step)
        {
            case PlanStep.Known known:
                answer.Write(known.Json);
                return null;
            case PlanStep.Query query:
                RunQuery(connection, query, values, answer);
                return null;
            case PlanStep.Insert insert:
                return InsertRunner.Run(connection, insert, values, answer);
            default:
                throw new InvalidOperationException($"There is no way to run {step}");
        }
    }

    // SQLite hands out the JSON as UTF-8, and so it goes to the client.
    private static void RunQuery(SqliteConnection connection, PlanStep.Query query, IReadOnlyList<object?> values, ArrayBufferWriter<byte> answer)
    {
        using var command = connection.Bind(query.Statement, values);
        using var reader = command.ExecuteReader();
        answer.Write(reader.Read() && !reader.IsDBNull(0) ? reader.GetFieldValue<byte[]>(0) : Null);
    }

    /// <summary>Writes a key of an object. The grammar of GraphQL keeps response names free of anything that JSON would have to escape.</summary>
    internal static void WriteKey(ArrayBufferWriter<byte> answer, string name, bool isFirst)
    {
        answer.Write(isFirst ? "\""u8 : ",\""u8);
        answer.Write(Encoding.UTF8.GetBytes(name));
        answer.Write("\":"u8);
    }
}
