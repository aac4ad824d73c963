using Bulwark.Posture.Reports;

namespace Bulwark.Posture.Tests.Reports;

public sealed class TableReportTests
{
    [Fact]
    public void Prints_probe_result_meaning_and_evidence()
    {
        using var writer = new StringWriter();

        TableReport.Write(writer, SampleReport.Create());

        Assert.Equal(
            """
            probe                result        meaning                             evidence
            edge.versions        pass          The meaning of edge.versions        GET / answers 200
            origin.mtls.expired  fail          The meaning of origin.mtls.expired  answered "<html>" & more
            edge.host.unknown    inconclusive  The meaning of edge.host.unknown    localhost:8443 cannot be reached
            files.private        n/a           The meaning of files.private        another machine

            1 passed, 1 failed, 1 inconclusive, 1 not applicable

            """,
            writer.ToString());
    }
}
