using System.Buffers;
using System.Globalization;
using System.Text;
using Bulwark.DataApi.Http;
using Bulwark.DataApi.Planning;
using Microsoft.Data.Sqlite;

namespace Bulwark.DataApi.Execution;

/// <summary>Runs an insert and puts its answer together.</summary>
internal static class InsertRunner
{
    /// <summary>The error for which the whole transaction has to be undone; null when all is well.</summary>
    public static GraphQLError? Run(SqliteConnection connection, PlanStep.Insert insert, IReadOnlyList<object?> values, ArrayBufferWriter<byte> answer)
    {
        try
        {
            if (ReadRows(connection, insert, values) is not { } rows)
                return Refused(insert.Shape);

            WriteAnswer(insert.Shape, rows, answer);
            return null;
        }
        catch (SqliteException e) when (ConstraintError.Find(e, insert.Shape) is { } error)
        {
            return error;
        }
    }

    private static GraphQLError Refused(InsertShape shape) => new(
        "check constraint of an insert/update permission has failed", shape.Path.ToString(), ErrorCode.PermissionError);

    // The objects of each row, in the order of the answer's "returning" fields; null when the role's check does not hold of a row.
    private static List<byte[][]>? ReadRows(SqliteConnection connection, PlanStep.Insert insert, IReadOnlyList<object?> values)
    {
        var rows = new List<byte[][]>();
        if (insert.Statement is null)
            return rows;

        using var command = connection.Bind(insert.Statement, values);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            if (reader.GetInt64(0) == 0)
                return null;

            rows.Add(ReadRow(reader));
        }

        return rows;
    }

    // A call, not a delegate of the generic method: ahead of time nothing would have compiled what the delegate points to.
    private static byte[][] ReadRow(SqliteDataReader reader)
    {
        var objects = new byte[reader.FieldCount - 1][];
        for (var i = 0; i < objects.Length; i++)
            objects[i] = reader.GetFieldValue<byte[]>(i + 1);

        return objects;
    }

    private static void WriteAnswer(InsertShape shape, List<byte[][]> rows, ArrayBufferWriter<byte> answer)
    {
        if (shape.IsOne)
        {
            answer.Write(rows[0][0]);
            return;
        }

        var column = 0;
        answer.Write("{"u8);
        for (var i = 0; i < shape.Answers.Count; i++)
        {
            PlanRunner.WriteKey(answer, shape.Answers[i].ResponseName, isFirst: i == 0);
            WriteField(shape.Answers[i], rows, ref column, answer);
        }

        answer.Write("}"u8);
    }

    private static void WriteField(InsertAnswer field, List<byte[][]> rows, ref int column, ArrayBufferWriter<byte> answer)
    {
        switch (field)
        {
            case InsertAnswer.AffectedRows:
                answer.Write(Encoding.UTF8.GetBytes(rows.Count.ToString(CultureInfo.InvariantCulture)));
                break;
            case InsertAnswer.TypeName type:
                answer.Write(Encoding.UTF8.GetBytes($"\"{type.Name}\""));
                break;
            case InsertAnswer.Returning:
                WriteRows(rows, column++, answer);
                break;
            default:
                throw new InvalidOperationException($"There is no answer for {field}");
        }
    }

    private static void WriteRows(List<byte[][]> rows, int column, ArrayBufferWriter<byte> answer)
    {
        answer.Write("["u8);
        for (var i = 0; i < rows.Count; i++)
        {
            answer.Write(i == 0 ? ""u8 : ","u8);
            answer.Write(rows[i][column]);
        }

        answer.Write("]"u8);
    }
}
